package io.jackfield.server;

import io.jackfield.reactor.DatagramOptions;
import io.jackfield.reactor.ProtocolFactory;
import io.jackfield.reactor.SocketPath;
import io.jackfield.server.worker.Settings;
import java.io.IOException;

/** What a worker process makes of its settings. */
final class WorkerConfig {
  private WorkerConfig() {}

  /** Of conversations. */
  static ServerConfig<StreamRequest> ofStreams(Settings settings, ServerHooks<StreamRequest> hooks)
      throws IOException, ClassNotFoundException {
    Rules<StreamRequest> rules =
        switch (settings.form()) {
          case STREAM_EXCHANGE -> new Rules.Exchanges(named(settings, Exchange.class));
          case STREAM_PROTOCOL -> Rules.Protocols.of(named(settings, ProtocolFactory.class));
          default -> new Rules.Handlers<>(streamHandlers(settings));
        };
    return of(settings, rules, hooks);
  }

  /** Of datagrams. */
  static ServerConfig<DatagramRequest> ofDatagrams(
      Settings settings, ServerHooks<DatagramRequest> hooks)
      throws IOException, ClassNotFoundException {
    Rules<DatagramRequest> rules =
        settings.form() == Settings.Form.DATAGRAM_EXCHANGE
            ? Rules.Datagrams.of(named(settings, DatagramExchange.class))
            : new Rules.Handlers<>(datagramHandlers(settings));
    return of(settings, rules, hooks);
  }

  // The server has checked what its handlers answer.
  @SuppressWarnings("unchecked")
  private static Named<BaseRequestHandler<StreamRequest>> streamHandlers(Settings settings)
      throws IOException, ClassNotFoundException {
    return (Named<BaseRequestHandler<StreamRequest>>)
        (Named<?>) named(settings, BaseRequestHandler.class);
  }

  @SuppressWarnings("unchecked")
  private static Named<BaseRequestHandler<DatagramRequest>> datagramHandlers(Settings settings)
      throws IOException, ClassNotFoundException {
    return (Named<BaseRequestHandler<DatagramRequest>>)
        (Named<?>) named(settings, BaseRequestHandler.class);
  }

  private static <T> Named<T> named(Settings settings, Class<T> kind)
      throws IOException, ClassNotFoundException {
    return Named.of(settings.type(), kind, settings.texts());
  }

  private static <R extends Request> ServerConfig<R> of(
      Settings settings, Rules<R> rules, ServerHooks<R> hooks) throws IOException {
    // How many connections there may be is the server's to say, which knows them all.
    Limits limits =
        PassedLimits.decoded(settings.limits())
            .change()
            .connections(Integer.MAX_VALUE)
            .connectionsPerAddress(Integer.MAX_VALUE)
            .build();
    return new ServerConfig<>(
        settings.address(),
        null,
        SocketPath.DEFAULTS,
        settings.name(),
        rules,
        Engine.virtualThreads(settings.requests()),
        hooks,
        _ -> false,
        null,
        settings.handshakeTimeout(),
        new Admission(limits),
        settings.drainTimeout(),
        settings.datagramBytes(),
        DatagramOptions.DEFAULTS.queueMessages(),
        DatagramOptions.DEFAULTS.queueBytes());
  }
}
