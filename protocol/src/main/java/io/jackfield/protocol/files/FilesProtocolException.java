package io.jackfield.protocol.files;

import java.io.IOException;

/** What the peer said is not the protocol, or it refused. The connection is of no use. */
public final class FilesProtocolException extends IOException {
  private static final long serialVersionUID = 1L;

  /** With a sentence that may be told to the peer. */
  public FilesProtocolException(String message) {
    super(message);
  }
}
