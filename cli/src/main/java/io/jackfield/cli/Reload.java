package io.jackfield.cli;

import io.jackfield.server.BaseServer;
import io.jackfield.server.Limits;
import io.jackfield.server.TcpServer;
import io.jackfield.server.UnixStreamServer;
import io.jackfield.tls.TlsServerConfig;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What SIGHUP has read again while a process serves: certificates and keys, and the limits that a
 * configuration file says. What cannot be read stays as it was. One thread at a time.
 */
final class Reload {
  private final ServerGroup group;
  private final @Nullable Configured configured;

  /** What a configuration file says now. */
  interface Configured {
    /**
     * Reads it.
     *
     * @return the limits of each that is served, null for one that is not there any more
     * @throws IOException if it cannot be read, or has mistakes
     */
    Function<Served, @Nullable Limits> read() throws IOException;
  }

  private Reload(ServerGroup group, @Nullable Configured configured) {
    this.group = group;
    this.configured = configured;
  }

  /** Reads certificates and keys alone. */
  static Reload ofCertificates(ServerGroup group) {
    return new Reload(group, null);
  }

  /** Reads limits too. */
  static Reload of(ServerGroup group, Configured configured) {
    return new Reload(group, configured);
  }

  /** Whether there is anything to be read. */
  boolean isNeeded() {
    return configured != null || !certificates().isEmpty();
  }

  private List<TlsServerConfig> certificates() {
    return group.listening().stream()
        .map(one -> one.served().tls())
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }

  /** Reads it all, and tells the group's log what came of it. */
  void run() {
    List<TlsServerConfig> certificates = certificates();
    if (!certificates.isEmpty()) {
      try {
        for (TlsServerConfig config : certificates) {
          config.reload();
        }
        group.log().tell("certificates read again; new connections use them");
      } catch (IOException e) {
        group.log().tell("certificates not changed, the old ones stay: " + Sentences.of(e));
      }
    }
    if (configured != null) {
      try {
        limit(configured.read());
        group.log().tell("limits read again; of what else has changed a restart takes notice");
      } catch (IOException e) {
        group.log().tell("limits not changed, the old ones stay: " + Sentences.of(e));
      }
    }
  }

  private void limit(Function<Served, @Nullable Limits> now) {
    for (Listening one : group.listening()) {
      Limits limits = now.apply(one.served());
      if (limits != null) {
        change(one.server(), limits);
      }
    }
  }

  private static void change(BaseServer server, Limits limits) {
    if (server instanceof TcpServer tcp) {
      tcp.limits(limits);
    } else if (server instanceof UnixStreamServer unix) {
      unix.limits(limits);
    }
  }
}
