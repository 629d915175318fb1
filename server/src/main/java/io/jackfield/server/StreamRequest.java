package io.jackfield.server;

import io.jackfield.protocol.proxy.ProxyHeader;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

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

  /**
   * What a proxy has said of the connection, its extensions included (TLS, host name); empty where
   * the client is connected itself.
   */
  default Optional<ProxyHeader> proxyHeader() {
    return Optional.empty();
  }

  /** How many bytes the client has sent so far, as far as they were read. */
  long bytesIn();

  /** How many bytes were sent to the client so far. */
  long bytesOut();
}
