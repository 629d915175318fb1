package io.jackfield.server;

import java.io.IOException;
import java.io.OutputStream;

/**
 * One conversation, whatever carries it. Used by the handler's thread alone.
 *
 * <p>What is written is gathered and sent when the handler reads next, flushes or ends, so that an
 * answer written in parts leaves in one piece.
 */
public non-sealed interface StreamRequest extends Request {
  /** What the client sends. */
  RequestInput in();

  /** What it is answered. */
  OutputStream out();

  /** Sends what is still gathered, then the end of the stream; the client can go on sending. */
  void shutdownOutput() throws IOException;

  /** How many bytes the client has sent so far, as far as they were read. */
  long bytesIn();

  /** How many bytes were sent to the client so far. */
  long bytesOut();
}
