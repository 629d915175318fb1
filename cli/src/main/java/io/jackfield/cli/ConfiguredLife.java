package io.jackfield.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The keys of a configuration file that are no service's. */
final class ConfiguredLife {
  @Option(names = "--host", defaultValue = AddressFamily.LOOPBACK)
  private String host = AddressFamily.LOOPBACK;

  @Mixin private LifeOptions options = new LifeOptions();

  /**
   * Where services are to be had that say nothing else.
   *
   * @throws UnknownHostException if there is no such host
   */
  InetAddress host() throws UnknownHostException {
    return new HostPort(host, 0).resolve().getFirst().getAddress();
  }

  LifeOptions options() {
    return options;
  }
}
