package io.jackfield.cli;

import java.net.InetAddress;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The keys of a configuration file that are no service's. */
final class ConfiguredLife {
  @Option(names = "--host", defaultValue = "127.0.0.1")
  private InetAddress host = ServeCommand.LOOPBACK;

  @Mixin private LifeOptions options = new LifeOptions();

  /** Where services are to be had that say nothing else. */
  InetAddress host() {
    return host;
  }

  LifeOptions options() {
    return options;
  }
}
