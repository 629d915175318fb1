package io.jackfield.server;

import java.io.IOException;

/**
 * The client sent more in a conversation than {@link Limits#requestBytes}; so much of it was read,
 * the rest is gone.
 */
public final class RequestTooLongException extends IOException {
  private static final long serialVersionUID = 1L;

  private final long limitBytes;

  RequestTooLongException(long limitBytes) {
    super("the client has sent more than " + limitBytes + " bytes");
    this.limitBytes = limitBytes;
  }

  /** The limit, in bytes. */
  public long limitBytes() {
    return limitBytes;
  }
}
