package io.jackfield.server;

import io.jackfield.server.worker.JvmCommand;
import io.jackfield.server.worker.Settings;
import io.jackfield.tls.TlsServerConfig;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all worker processes of a server have in common.
 *
 * @param needed the class that answers requests there
 * @param limits as they were when the settings were made
 * @param admission what they are now
 * @param datagrams the socket that they receive from, a descriptor; -1 where they are given
 *     connections
 */
record WorkerPlan(
    WorkerOptions options,
    Settings settings,
    Class<?> needed,
    @Nullable TlsServerConfig tls,
    Limits limits,
    Admission admission,
    int datagrams) {

  static WorkerPlan of(ServerConfig<?> config, SocketAddress address, int datagrams, boolean asks) {
    Limits limits = config.limits();
    WorkerOptions options = ((Engine.Processes) config.engine()).options();
    Named<?> named = requireNamed(config);
    var settings =
        new Settings(
            config.name(),
            address,
            config.rules().form(datagrams < 0),
            named.type().getName(),
            named.settings(),
            PassedLimits.encoded(limits),
            config.handshakeTimeout(),
            config.drainTimeout(),
            config.datagramBytes(),
            config.queueMessages(),
            config.queueBytes(),
            options.requests(),
            options.recycleAfter(),
            config.tls() != null,
            asks);
    return new WorkerPlan(
        options, settings, named.type(), config.tls(), limits, config.admission(), datagrams);
  }

  /**
   * What answers requests.
   *
   * @throws IllegalArgumentException if another process cannot have it
   */
  static Named<?> requireNamed(ServerConfig<?> config) {
    Named<?> named = config.rules().named();
    if (named == null) {
      throw new IllegalArgumentException(
          "a worker process makes its handlers by the name of their class: say"
              + " handler(Greeting.class) for handler(Greeting::new). A lambda, and what it holds,"
              + " cannot be given to another process");
    }
    named.requireFoundElsewhere();
    return named;
  }

  ProcessBuilder command(String lineName) {
    List<String> more = new ArrayList<>();
    more.add("-XX:+ExitOnOutOfMemoryError"); // What is left of it then is not to be relied on.
    more.add("-XX:+DisplayVMOutputToStderr"); // The JVM's own words are no data.
    more.addAll(options.jvmOptions());
    return JvmCommand.of(options.main(), needed, more, lineName);
  }
}
