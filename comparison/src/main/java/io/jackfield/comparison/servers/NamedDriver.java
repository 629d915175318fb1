package io.jackfield.comparison.servers;

import io.jackfield.reactor.driver.Driver;
import io.jackfield.reactor.driver.Drivers;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The reactor's drivers that are measured, the best one first. */
public enum NamedDriver {
  EPOLL,
  POLL,
  SELECT;

  /** Their names, as {@code --driver} takes them. */
  public static List<String> names() {
    return Arrays.stream(values()).map(driver -> driver.name().toLowerCase(Locale.ROOT)).toList();
  }

  static NamedDriver named(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  Driver open() throws IOException {
    return switch (this) {
      case EPOLL -> Drivers.epoll();
      case POLL -> Drivers.poll();
      case SELECT -> Drivers.select();
    };
  }
}
