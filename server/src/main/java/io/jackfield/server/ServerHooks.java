package io.jackfield.server;

import java.io.IOException;

/**
 * What a server tells and asks on the way of a request, in this order: {@link #verifyRequest},
 * {@link #processRequest}, the handler, {@link #handleError} or {@link #handleTimeout} if it ended
 * so, {@link #finishRequest}. A hook that throws is logged and otherwise passed over; only {@link
 * #verifyRequest} then counts as a refusal.
 *
 * @param <R> the server's kind of request
 */
public interface ServerHooks<R extends Request> {
  /**
   * Whether to answer at all; a refused connection is closed at once. Called on the serving thread.
   */
  default boolean verifyRequest(R request) {
    return true;
  }

  /** The request is about to be handed to the engine. Called on the serving thread. */
  default void processRequest(R request) {}

  /** The request is over, its connection closed. Called on the thread that answered it. */
  default void finishRequest(R request) {}

  /**
   * The handler threw: its request ends, nothing else. Or the request is a datagram that was too
   * long, and is handled by nobody. Logged unless overridden. Called on the thread that answered
   * it.
   */
  default void handleError(R request, Throwable error) {
    System.getLogger(BaseServer.class.getName())
        .log(System.Logger.Level.WARNING, "request from " + request.clientAddress(), error);
  }

  /** The client was silent for longer than the idle time-out. As {@link #handleError}. */
  default void handleTimeout(R request) {}

  /**
   * A request could not be taken (no descriptor left, a connection gone before it was accepted);
   * the server goes on. Logged unless overridden. Called on the serving thread.
   */
  default void handleTakeError(IOException error) {
    System.getLogger(BaseServer.class.getName())
        .log(System.Logger.Level.WARNING, "cannot take a request", error);
  }

  /** Each turn of the serving loop, before it waits for the next request. On its thread. */
  default void serviceActions() {}
}
