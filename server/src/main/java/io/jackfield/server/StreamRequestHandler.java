package io.jackfield.server;

import java.io.OutputStream;

/**
 * Answers one conversation through {@link #in} and {@link #out}:
 *
 * <pre>{@code
 * final class Shout extends StreamRequestHandler {
 *   protected void handle() throws IOException {
 *     for (byte[] line; (line = in().readLine(1_000)) != null; ) {
 *       out().write(new String(line, UTF_8).toUpperCase(Locale.ROOT).getBytes(UTF_8));
 *     }
 *   }
 * }
 * }</pre>
 */
public abstract class StreamRequestHandler extends BaseRequestHandler<StreamRequest> {
  /** Made by the server, one a request. */
  protected StreamRequestHandler() {}

  /** What the client sends, by chunk or by line. */
  protected final RequestInput in() {
    return request().in();
  }

  /** What it is answered; sent when the handler reads next, flushes or ends. */
  protected final OutputStream out() {
    return request().out();
  }
}
