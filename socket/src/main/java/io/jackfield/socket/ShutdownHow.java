package io.jackfield.socket;

import io.jackfield.socket.linux.Abi;

/** Which half of a connection ends. Source: shutdown(2). */
public enum ShutdownHow {
  /** What has arrived can still be received, then the stream ends. */
  READ(Abi.SHUT_RD),
  /** What was sent still arrives; then the peer sees the end of the stream. */
  WRITE(Abi.SHUT_WR),
  /** Both. */
  BOTH(Abi.SHUT_RDWR);

  final int number;

  ShutdownHow(int number) {
    this.number = number;
  }
}
