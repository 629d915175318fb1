package io.jackfield.server;

import java.io.IOException;

/**
 * A datagram was longer than the server takes, see {@link DatagramServerBuilder#datagramBytes}. A
 * part of it is not taken for the whole: nobody handles it.
 */
public final class DatagramTooLongException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int lengthBytes;

  DatagramTooLongException(int lengthBytes, int limitBytes) {
    super(
        "a datagram of %d bytes, of which %d are taken at most; not handled"
            .formatted(lengthBytes, limitBytes));
    this.lengthBytes = lengthBytes;
  }

  /** How long it was. */
  public int lengthBytes() {
    return lengthBytes;
  }
}
