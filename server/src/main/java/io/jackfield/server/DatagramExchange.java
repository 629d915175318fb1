package io.jackfield.server;

import java.io.IOException;

/**
 * The rule by which datagrams are answered, without waiting: an event loop calls it itself, where a
 * {@link DatagramRequestHandler} has a thread. One serves all datagrams, on several threads at once
 * if the engine has them.
 */
@FunctionalInterface
public interface DatagramExchange {
  /** Answers one, by {@link DatagramRequest#reply}, any number of times or not at all. */
  void received(DatagramRequest request) throws IOException;
}
