package io.jackfield.reactor;

/**
 * Holds one conversation in the blocking style: it reads, it writes, and while it waits the loop
 * goes on. Its connection is closed when it returns. Source: socketserver's {@code
 * BaseRequestHandler}.
 */
@FunctionalInterface
public interface BlockingHandler {
  /**
   * The conversation, in a virtual thread of its own.
   *
   * @throws Exception what is thrown tears the connection down
   */
  void handle(BlockingStream stream) throws Exception;

  /**
   * {@link #handle} threw something that did not come from the connection itself. By the loop's
   * thread; logged unless overridden.
   */
  default void failed(BlockingStream stream, Throwable thrown) {
    System.getLogger(Reactor.class.getName())
        .log(System.Logger.Level.ERROR, "a handler failed", thrown);
  }
}
