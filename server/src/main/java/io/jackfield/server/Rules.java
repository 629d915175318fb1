package io.jackfield.server;

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
}
