package io.jackfield.socket;

import io.jackfield.socket.linux.Abi;

/** What a socket carries. Source: socket(2). */
public enum SocketType {
  /** Bytes in order, on a connection: TCP, Unix streams. */
  STREAM(Abi.SOCK_STREAM, true),
  /** Single messages that may get lost: UDP; over Unix sockets they do not. */
  DATAGRAM(Abi.SOCK_DGRAM, false),
  /** What a protocol carries, its header included: raw(7), packet(7), netlink(7). */
  RAW(Abi.SOCK_RAW, false),
  /** Messages that do not get lost, in any order. No family of Linux has it but TIPC and RDS. */
  RELIABLE_DATAGRAM(Abi.SOCK_RDM, false),
  /** Messages in order, on a connection: Unix sockets, vsock. */
  SEQUENCED_PACKET(Abi.SOCK_SEQPACKET, true);

  final int number;

  /** Whether a receive of nothing means that the peer sends no more. */
  final boolean ends;

  SocketType(int number, boolean ends) {
    this.number = number;
    this.ends = ends;
  }

  boolean isStream() {
    return this == STREAM;
  }
}
