package io.jackfield.service;

import io.jackfield.reactor.ProtocolFactory;
import io.jackfield.server.BaseServer;
import io.jackfield.server.DatagramExchange;
import io.jackfield.server.Exchange;
import io.jackfield.server.StreamServerBuilder;
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

  /** A service over connections, on every engine. */
  public record Stream(int port, Rules rules) implements Form {
    /**
     * One whose answers follow from what was said.
     *
     * @param exchange makes the rules of each conversation
     */
    static Stream exchange(int port, Supplier<? extends Exchange> exchange) {
      return new Stream(port, new Rules.Exchanges(exchange));
    }

    /**
     * One that sends more than it was asked, or when it likes: files, or without end.
     *
     * @param factory makes the factory of its protocols, once a server
     */
    static Stream protocol(int port, Supplier<? extends ProtocolFactory> factory) {
      return new Stream(port, new Rules.Protocols(factory));
    }

    /** Has a server follow these rules. */
    public <S extends BaseServer> StreamServerBuilder<S> in(StreamServerBuilder<S> builder) {
      return switch (rules) {
        case Rules.Exchanges(var exchange) -> builder.exchange(exchange);
        case Rules.Protocols(var factory) -> builder.protocol(factory.get());
      };
    }
  }

  /** How a conversation is held. */
  public sealed interface Rules {
    /** By rules that answer what arrives. */
    record Exchanges(Supplier<? extends Exchange> exchange) implements Rules {}

    /** By a reactor's protocols. */
    record Protocols(Supplier<? extends ProtocolFactory> factory) implements Rules {}
  }

  /**
   * A service by datagrams.
   *
   * @param exchange answers each, on every engine
   */
  public record Datagram(int port, DatagramExchange exchange) implements Form {}
}
