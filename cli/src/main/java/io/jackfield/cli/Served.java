package io.jackfield.cli;

import io.jackfield.service.Service;
import io.jackfield.service.Services;
import io.jackfield.tls.TlsServerConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A service, and how it is to be run.
 *
 * @param name its section in a configuration file, else the service's own
 * @param tls how it speaks TLS where it does, null for not at all
 */
record Served(String name, Service service, ServingOptions how, @Nullable TlsServerConfig tls) {
  /**
   * The service of a name, run so.
   *
   * @throws CommandException if there is none
   */
  static Served of(String service, ServingOptions how, @Nullable TlsServerConfig tls) {
    return new Served(service, ServiceNames.find(service, Services.all(how.services())), how, tls);
  }

  /** Whether it has a loop of its own, and can have no other. */
  boolean isEngine() {
    return service.stream() != null && service.stream().isEngine();
  }

  /** All services, run alike, without TLS. */
  static List<Served> all(ServingOptions how) {
    return Services.all(how.services()).stream()
        .map(service -> new Served(service.name(), service, how, null))
        .toList();
  }
}
