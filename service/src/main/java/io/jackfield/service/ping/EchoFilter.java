package io.jackfield.service.ping;

import io.jackfield.socket.option.SocketFilter;
import io.jackfield.socket.option.SocketFilter.Instruction;
import java.util.List;

/**
 * Keeps the ICMP of others out of a raw socket, which would get all of the machine's: its buffer
 * would fill with their packets, and ours be lost. Passed are replies to our identifier and errors
 * that quote a request with it. Sources: RFC 792, RFC 4443; the kernel's {@code networking/filter}.
 */
final class EchoFilter {
  // linux/bpf_common.h: class, size and mode, or the operation
  private static final int LOAD_BYTE_AT = 0x30;
  private static final int LOAD_SHORT_AT = 0x28;
  private static final int LOAD_BYTE_AT_X = 0x50;
  private static final int LOAD_SHORT_AT_X = 0x48;
  private static final int X_IS_HEADER_LENGTH = 0xb1; // 4 * (byte & 0xf): ip_hl
  private static final int X_IS_A = 0x07;
  private static final int AND = 0x54;
  private static final int SHIFT_LEFT = 0x64;
  private static final int ADD_X = 0x0c;
  private static final int SKIP = 0x05;
  private static final int IF_EQUAL = 0x15;
  private static final int IF_AT_LEAST = 0x35;

  private static final int ALL_OF_IT = -1;
  private static final int NOTHING = 0;

  private EchoFilter() {}

  static SocketFilter of(IcmpVersion version, int identifier) {
    return switch (version) {
      case V4 -> v4(identifier);
      case V6 -> v6(identifier);
    };
  }

  /** The packet begins with its IPv4 header, whose length varies, as that of the quoted one. */
  private static SocketFilter v4(int identifier) {
    return new SocketFilter(
        List.of(
            new Instruction(X_IS_HEADER_LENGTH, 0, 0, 0),
            new Instruction(LOAD_BYTE_AT_X, 0, 0, 0), // type
            new Instruction(IF_EQUAL, 0, 2, 0), // an echo reply
            new Instruction(LOAD_SHORT_AT_X, 0, 0, 4),
            new Instruction(SKIP, 0, 0, 9),
            new Instruction(IF_EQUAL, 10, 0, 8), // a request: never ours
            new Instruction(LOAD_BYTE_AT_X, 0, 0, 8 + 9), // the quoted packet's protocol
            new Instruction(IF_EQUAL, 0, 8, 1),
            new Instruction(LOAD_BYTE_AT_X, 0, 0, 8),
            new Instruction(AND, 0, 0, 0xf),
            new Instruction(SHIFT_LEFT, 0, 0, 2),
            new Instruction(ADD_X, 0, 0, 0),
            new Instruction(X_IS_A, 0, 0, 0),
            new Instruction(LOAD_SHORT_AT_X, 0, 0, 8 + 4),
            new Instruction(IF_EQUAL, 0, 1, identifier),
            Instruction.keep(ALL_OF_IT),
            Instruction.keep(NOTHING)));
  }

  /**
   * The packet begins with its ICMPv6 header; that of the quoted one is behind 40 bytes of IPv6.
   */
  private static SocketFilter v6(int identifier) {
    return new SocketFilter(
        List.of(
            new Instruction(LOAD_BYTE_AT, 0, 0, 0), // type
            new Instruction(IF_EQUAL, 0, 2, 129), // an echo reply
            new Instruction(LOAD_SHORT_AT, 0, 0, 4),
            new Instruction(SKIP, 0, 0, 4),
            new Instruction(IF_AT_LEAST, 5, 0, 128), // no error
            new Instruction(LOAD_BYTE_AT, 0, 0, 8 + 6), // the quoted packet's next header
            new Instruction(IF_EQUAL, 0, 3, 58),
            new Instruction(LOAD_SHORT_AT, 0, 0, 8 + 40 + 4),
            new Instruction(IF_EQUAL, 0, 1, identifier),
            Instruction.keep(ALL_OF_IT),
            Instruction.keep(NOTHING)));
  }
}
