package io.jackfield.cli;

import io.jackfield.service.Service;
import io.jackfield.service.ServiceSettings;
import io.jackfield.service.Services;
import java.util.List;

/** The services' names, for help texts and for the shell's completion. */
final class ServiceNames extends Words {
  ServiceNames() {
    super(all());
  }

  private static List<String> all() {
    return services().stream().map(Service::name).toList();
  }

  /** All there are, to be looked at rather than run. */
  static List<Service> services() {
    return Services.all(ServiceSettings.at(Samples.folder()));
  }

  /**
   * The one of that name among all.
   *
   * @throws CommandException if there is none
   */
  static Service find(String name, List<Service> among) {
    return among.stream()
        .filter(service -> service.name().equals(name))
        .findFirst()
        .orElseThrow(() -> unknown(name));
  }

  private static CommandException unknown(String name) {
    return NotBuiltYet.SERVICES.contains(name)
        ? NotBuiltYet.of("service '" + name + "'")
        : new CommandException(
            Exit.USAGE, "there is no service '" + name + "'" + Suggestion.of(name, all()));
  }
}
