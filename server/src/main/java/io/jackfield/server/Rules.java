package io.jackfield.server;

import java.util.function.Supplier;

/** What answers a server's requests, in one of the forms it can be written in. */
sealed interface Rules<R extends Request> {
  /** For an engine whose handlers wait: makes one a request. */
  Supplier<? extends BaseRequestHandler<R>> handlers();

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
}
