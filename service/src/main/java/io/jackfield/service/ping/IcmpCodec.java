package io.jackfield.service.ping;

import io.jackfield.service.ping.IcmpMessage.EchoHeader;
import io.jackfield.service.ping.IcmpMessage.EchoReply;
import io.jackfield.service.ping.IcmpMessage.EchoRequest;
import io.jackfield.service.ping.IcmpMessage.Malformed;
import io.jackfield.service.ping.IcmpMessage.Other;
import io.jackfield.service.ping.IcmpMessage.Problem;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of ICMP messages: 8 bits of type, 8 of code, 16 of checksum, 32 whose meaning depends
 * on the type, then data. Does no I/O. Source: RFC 792, RFC 4443.
 *
 * <p>The checksum of ICMPv6 also covers the addresses, which only the kernel knows: it fills it in
 * and checks it (ipv6(7)), so here it is neither written nor looked at.
 */
final class IcmpCodec {
  static final int HEADER_BYTES = 8;

  private static final int CHECKSUM_AT = 2;
  private static final int REST_AT = 4;

  private IcmpCodec() {}

  /** A request's bytes. */
  static ByteBuffer encode(IcmpVersion version, EchoRequest request) {
    return echo(
        version, version.echoRequest, request.identifier(), request.sequence(), request.data());
  }

  /** A reply's bytes. */
  static ByteBuffer encode(IcmpVersion version, EchoReply reply) {
    return echo(version, version.echoReply, reply.identifier(), reply.sequence(), reply.data());
  }

  private static ByteBuffer echo(
      IcmpVersion version, int type, int identifier, int sequence, ByteBuffer data) {
    ByteBuffer bytes =
        ByteBuffer.allocate(HEADER_BYTES + data.remaining())
            .put((byte) type)
            .put((byte) 0)
            .putShort((short) 0)
            .putShort((short) identifier)
            .putShort((short) sequence)
            .put(data.duplicate())
            .flip();
    if (version == IcmpVersion.V4) {
      bytes.putShort(CHECKSUM_AT, (short) InternetChecksum.of(bytes));
    }
    return bytes;
  }

  /**
   * Reads a message from position to limit, without the IP header before it; its data is a copy.
   * Whatever the bytes are, it answers.
   */
  static IcmpMessage decode(IcmpVersion version, ByteBuffer message) {
    ByteBuffer bytes = message.slice();
    if (bytes.limit() < HEADER_BYTES) {
      return new Malformed("an ICMP message of " + bytes.limit() + " bytes");
    }
    if (version == IcmpVersion.V4 && InternetChecksum.of(bytes) != 0) {
      return new Malformed("an ICMP message with a wrong checksum");
    }
    int type = bytes.get(0) & 0xff;
    int code = bytes.get(1) & 0xff;
    ByteBuffer data = bytes.slice(HEADER_BYTES, bytes.limit() - HEADER_BYTES);
    if (type == version.echoRequest) {
      return new EchoRequest(identifier(bytes), sequence(bytes), copy(data));
    }
    if (type == version.echoReply) {
      return new EchoReply(identifier(bytes), sequence(bytes), copy(data));
    }
    return version.isProblem(type)
        ? problem(
            version,
            type,
            code,
            info(version, type, code, bytes.getInt(REST_AT)),
            QuotedPacket.icmp(version, data))
        : new Other(type, code);
  }

  /**
   * A problem whose quoted packet is known without its IP header, as the kernel's queue of errors
   * has it.
   *
   * @param quoted an ICMP message from position to limit, perhaps cut; null for none
   */
  static Problem problem(
      IcmpVersion version, int type, int code, int info, @Nullable ByteBuffer quoted) {
    return new Problem(version, type, code, info, requestHeader(version, quoted));
  }

  /** The MTU takes 16 bits, a pointer of IPv4 8; RFC 4884 has put a length beside them. */
  private static int info(IcmpVersion version, int type, int code, int rest) {
    if (version == IcmpVersion.V6) {
      return rest;
    }
    return switch (type) {
      case Problem.UNREACHABLE_V4 -> code == ProblemTexts.FRAGMENTATION_NEEDED ? rest & 0xffff : 0;
      case Problem.PARAMETER_V4 -> rest >>> 24;
      default -> 0;
    };
  }

  private static @Nullable EchoHeader requestHeader(
      IcmpVersion version, @Nullable ByteBuffer quoted) {
    if (quoted == null || quoted.remaining() < HEADER_BYTES) {
      return null;
    }
    ByteBuffer bytes = quoted.slice();
    boolean request = (bytes.get(0) & 0xff) == version.echoRequest && bytes.get(1) == 0;
    return request ? new EchoHeader(identifier(bytes), sequence(bytes)) : null;
  }

  private static int identifier(ByteBuffer bytes) {
    return Short.toUnsignedInt(bytes.getShort(REST_AT));
  }

  private static int sequence(ByteBuffer bytes) {
    return Short.toUnsignedInt(bytes.getShort(REST_AT + 2));
  }

  private static ByteBuffer copy(ByteBuffer data) {
    return ByteBuffer.allocate(data.remaining()).put(data.duplicate()).flip();
  }
}
