package io.jackfield.server;

import io.jackfield.reactor.DatagramProtocol;
import io.jackfield.reactor.ProtocolFactory;
import io.jackfield.reactor.SocketPath;
import io.jackfield.server.worker.Settings;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

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
    return of(settings, null, rules, hooks);
  }

  /** Of datagrams, which are received from a socket that others receive from as well. */
  static ServerConfig<DatagramRequest> ofDatagrams(
      Settings settings, GivenSockets socket, ServerHooks<DatagramRequest> hooks)
      throws IOException, ClassNotFoundException {
    Rules<DatagramRequest> rules =
        switch (settings.form()) {
          case DATAGRAM_EXCHANGE -> Rules.Datagrams.of(named(settings, DatagramExchange.class));
          case DATAGRAM_PROTOCOL ->
              new Rules.DatagramProtocols(named(settings, DatagramProtocol.class));
          default -> new Rules.Handlers<>(datagramHandlers(settings));
        };
    return of(settings, socket, rules, hooks);
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
      Settings settings, @Nullable GivenSockets given, Rules<R> rules, ServerHooks<R> hooks)
      throws IOException {
    // How many connections there may be is the server's to say, which knows them all.
    Limits limits =
        PassedLimits.decoded(settings.limits())
            .change()
            .connections(Integer.MAX_VALUE)
            .connectionsPerAddress(Integer.MAX_VALUE)
            .build();
    return new ServerConfig<>(
        settings.address(),
        given,
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
        settings.queueMessages(),
        settings.queueBytes());
  }
}
