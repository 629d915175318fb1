package io.jackfield.server;

import io.jackfield.reactor.DatagramProtocol;
import java.util.function.Supplier;

/** What answers a server's requests, in one of the forms it can be written in. */
sealed interface Rules<R extends Request> {
  /** For an engine whose handlers wait: makes one a request. */
  Supplier<? extends BaseRequestHandler<R>> handlers();

  /** A server, or a part of it on a loop, begins to take requests. */
  default void use() {}

  /** It has nothing left to do; each {@link #use} ends so. */
  default void release() {}

  /** Handlers: they may wait on every engine. */
  record Handlers<R extends Request>(Supplier<? extends BaseRequestHandler<R>> handlers)
      implements Rules<R> {}

  /** Conversations that wait for nothing but their clients. */
  record Exchanges(Supplier<? extends Exchange> exchanges) implements Rules<StreamRequest> {
    @Override
    public Supplier<ExchangeHandler> handlers() {
      return ExchangeHandler.of(exchanges);
    }
  }

  /** Datagrams that wait for nothing. */
  record Datagrams(DatagramExchange exchange) implements Rules<DatagramRequest> {
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
  record Protocols(SharedFactory factory) implements Rules<StreamRequest> {
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
  }
}
