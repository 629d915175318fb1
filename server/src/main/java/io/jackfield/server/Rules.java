package io.jackfield.server;

import io.jackfield.reactor.DatagramProtocol;
import io.jackfield.reactor.ProtocolFactory;
import io.jackfield.server.worker.Settings.Form;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What answers a server's requests, in one of the forms it can be written in. */
sealed interface Rules<R extends Request> {
  /** For an engine whose handlers wait: makes one a request. */
  Supplier<? extends BaseRequestHandler<R>> handlers();

  /** What makes them, if another process could as well; null if not. */
  @Nullable Named<?> named();

  /** What form that has there. */
  Form form(boolean isStream);

  /** A server, or a part of it on a loop, begins to take requests. */
  default void use() {}

  /** It has nothing left to do; each {@link #use} ends so. */
  default void release() {}

  /** Handlers: they may wait on every engine. */
  record Handlers<R extends Request>(Supplier<? extends BaseRequestHandler<R>> handlers)
      implements Rules<R> {
    @Override
    public @Nullable Named<?> named() {
      return handlers instanceof Named<?> named ? named : null;
    }

    @Override
    public Form form(boolean isStream) {
      return isStream ? Form.STREAM_HANDLER : Form.DATAGRAM_HANDLER;
    }
  }

  /** Conversations that wait for nothing but their clients. */
  record Exchanges(Supplier<? extends Exchange> exchanges) implements Rules<StreamRequest> {
    @Override
    public Supplier<ExchangeHandler> handlers() {
      return ExchangeHandler.of(exchanges);
    }

    @Override
    public @Nullable Named<?> named() {
      return exchanges instanceof Named<?> named ? named : null;
    }

    @Override
    public Form form(boolean isStream) {
      return Form.STREAM_EXCHANGE;
    }
  }

  /**
   * Datagrams that wait for nothing.
   *
   * @param named what has made it; null if another process could not
   */
  record Datagrams(DatagramExchange exchange, @Nullable Named<?> named)
      implements Rules<DatagramRequest> {
    static Datagrams of(Named<? extends DatagramExchange> named) {
      return new Datagrams(named.get(), named);
    }

    @Override
    public Form form(boolean isStream) {
      return Form.DATAGRAM_EXCHANGE;
    }

    @Override
    public Supplier<BaseRequestHandler<DatagramRequest>> handlers() {
      return () ->
          new BaseRequestHandler<>() {
            @Override
            protected void handle() throws Exception {
              exchange.received(request());
            }
          };
    }
  }

  /** Conversations that are told what happens. */
  record Protocols(SharedFactory factory, @Nullable Named<?> named)
      implements Rules<StreamRequest> {
    static Protocols of(Named<? extends ProtocolFactory> named) {
      return new Protocols(new SharedFactory(named.get()), named);
    }

    @Override
    public Form form(boolean isStream) {
      return Form.STREAM_PROTOCOL;
    }

    @Override
    public Supplier<ProtocolHandler> handlers() {
      return () -> new ProtocolHandler(factory);
    }

    @Override
    public void use() {
      factory.use();
    }

    @Override
    public void release() {
      factory.release();
    }
  }

  /** Ports that are told what happens: whatever the engine is, a loop turns each. */
  record DatagramProtocols(Supplier<? extends DatagramProtocol> protocols)
      implements Rules<DatagramRequest> {
    @Override
    public Supplier<BaseRequestHandler<DatagramRequest>> handlers() {
      return () -> {
        throw new UnsupportedOperationException("a protocol of datagrams has no handlers");
      };
    }

    @Override
    public @Nullable Named<?> named() {
      return protocols instanceof Named<?> named ? named : null;
    }

    @Override
    public Form form(boolean isStream) {
      return Form.DATAGRAM_PROTOCOL;
    }
  }
}
