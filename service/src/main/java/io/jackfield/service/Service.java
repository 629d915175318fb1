package io.jackfield.service;

import io.jackfield.reactor.ProtocolFactory;
import io.jackfield.server.BaseServer;
import io.jackfield.server.DatagramExchange;
import io.jackfield.server.Engine;
import io.jackfield.server.Exchange;
import io.jackfield.server.StreamServerBuilder;
import io.jackfield.service.room.SelectRoom;
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

    /** One that is an engine of its own. */
    static Stream room(int port) {
      return new Stream(port, new Rules.Room());
    }

    /** Whether it brings the loop that it runs on, and can have no other. */
    public boolean isEngine() {
      return rules instanceof Rules.Room;
    }

    /** Has a server follow these rules; if they are an engine too, on a loop of that server's. */
    public <S extends BaseServer> StreamServerBuilder<S> in(StreamServerBuilder<S> builder) {
      return rules.in(builder);
    }
  }

  /** How a conversation is held. */
  public sealed interface Rules {
    /** Has a server follow them. No switch by type does it, whose first use takes long (0016). */
    <S extends BaseServer> StreamServerBuilder<S> in(StreamServerBuilder<S> builder);

    /** By rules that answer what arrives. */
    record Exchanges(Supplier<? extends Exchange> exchange) implements Rules {
      @Override
      public <S extends BaseServer> StreamServerBuilder<S> in(StreamServerBuilder<S> builder) {
        return builder.exchange(exchange);
      }
    }

    /** By a reactor's protocols. */
    record Protocols(Supplier<? extends ProtocolFactory> factory) implements Rules {
      @Override
      public <S extends BaseServer> StreamServerBuilder<S> in(StreamServerBuilder<S> builder) {
        return builder.protocol(factory.get());
      }
    }

    /** By a {@link SelectRoom}: one, on a loop of its own. */
    record Room() implements Rules {
      @Override
      public <S extends BaseServer> StreamServerBuilder<S> in(StreamServerBuilder<S> builder) {
        return builder.protocol(new SelectRoom()).engine(Engine.eventLoop(SelectRoom::driver));
      }
    }
  }

  /**
   * A service by datagrams.
   *
   * @param exchange answers each, on every engine
   * @param answersAnything whether an answer of another service would be answered too, so that two
   *     could keep each other busy for ever: see {@link LoopGuard}
   */
  public record Datagram(int port, DatagramExchange exchange, boolean answersAnything)
      implements Form {
    /** One that answers whatever it receives. */
    static Datagram answering(int port, DatagramExchange exchange) {
      return new Datagram(port, exchange, true);
    }

    /** One that never answers. */
    static Datagram silent(int port) {
      return new Datagram(port, _ -> {}, false);
    }
  }
}
