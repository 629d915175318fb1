package io.jackfield.service;

import io.jackfield.server.DatagramExchange;
import io.jackfield.server.Exchange;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A ready service.
 *
 * @param name what the command calls it
 * @param summary one line, for lists
 * @param stream how it is had over TCP, null if it is not
 * @param datagram how it is had over UDP, null if it is not
 */
public record Service(
    String name, String summary, @Nullable Stream stream, @Nullable Datagram datagram) {

  /** One transport's form of a service. */
  public sealed interface Form {
    /** Where it is found if nothing else is said. */
    int port();
  }

  /**
   * A service over connections.
   *
   * @param exchange makes the rules of each conversation, for every engine
   */
  public record Stream(int port, Supplier<? extends Exchange> exchange) implements Form {}

  /**
   * A service by datagrams.
   *
   * @param exchange answers each, on every engine
   */
  public record Datagram(int port, DatagramExchange exchange) implements Form {}
}
