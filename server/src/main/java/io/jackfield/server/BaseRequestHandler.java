package io.jackfield.server;

import org.jspecify.annotations.Nullable;

/**
 * Answers one request: {@link #setup}, {@link #handle}, {@link #finish}, on one thread. A new
 * handler is made for each request, so its fields are the request's own.
 *
 * @param <R> what it answers
 */
public abstract class BaseRequestHandler<R extends Request> {
  private @Nullable R request;

  /** Whether {@link #handle} returned, so that what it made is whole. */
  boolean handled;

  /** Made by the server, one a request. */
  protected BaseRequestHandler() {}

  /** What to answer. */
  protected final R request() {
    R set = request;
    if (set == null) {
      throw new IllegalStateException("a handler has a request only while it is run by a server");
    }
    return set;
  }

  /** Before {@link #handle}; if this throws, neither it nor {@link #finish} is called. */
  protected void setup() throws Exception {}

  /** Answers the request; the conversation ends when this returns. */
  protected abstract void handle() throws Exception;

  /** After {@link #handle}, also when that threw. */
  protected void finish() throws Exception {}

  final void run(R toAnswer) throws Exception {
    request = toAnswer;
    setup();
    try {
      handle();
      handled = true;
    } catch (Throwable e) {
      finishAfter(e);
      throw e;
    }
    finish();
  }

  private void finishAfter(Throwable failure) {
    try {
      finish();
    } catch (Throwable e) {
      failure.addSuppressed(e);
    }
  }
}
