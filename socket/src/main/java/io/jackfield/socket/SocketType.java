package io.jackfield.socket;

import io.jackfield.socket.linux.Abi;

/** What a socket carries. Source: socket(2). */
public enum SocketType {
  /** Bytes in order, on a connection: TCP, Unix streams. */
  STREAM(Abi.SOCK_STREAM),
  /** Single messages that may get lost: UDP; over Unix sockets they do not. */
  DATAGRAM(Abi.SOCK_DGRAM);

  final int number;

  SocketType(int number) {
    this.number = number;
  }
}
