package io.jackfield.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;
import picocli.CommandLine.Model.CommandSpec;

/** The keys of a configuration file that are no service's. */
final class ConfiguredLife implements Configuration.Keys {
  private String host = AddressFamily.LOOPBACK;
  private final LifeOptions options = new LifeOptions();

  @Override
  public CommandSpec spec() {
    return CommandSpec.create()
        .addOption(Options.of(String.class, "--host", "ADDRESS", it -> host = it).build())
        .addMixin("options", options.spec());
  }

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
