package io.jackfield.cli;

import java.io.IOException;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** A section of a configuration file: its keys are the options of {@code serve}. */
final class ConfiguredService implements Configuration.Keys {
  private @Nullable String service;
  private final AddressOptions addresses = new AddressOptions();
  private final ServingOptions options = new ServingOptions();

  @Override
  public CommandSpec spec() {
    return CommandSpec.create()
        .addOption(Options.of(String.class, "--service", "SERVICE", it -> service = it).build())
        .addMixin("addresses", addresses.spec())
        .addMixin("options", options.spec());
  }

  ServingOptions options() {
    return options;
  }

  /**
   * The service that it says.
   *
   * @param name the section's, which is the service's too unless it says another
   * @throws CommandException if something cannot be
   */
  Served served(String name) {
    options.workersByDefault(1);
    options.check();
    Served unsecured = Served.of(service == null ? name : service, options, null);
    addresses.check(unsecured.service());
    return new Served(name, unsecured.service(), options, addresses.tls().config());
  }

  /** Opens it. */
  void open(ServerGroup group, Served served, InetAddress host) throws IOException {
    addresses.open(group, served, host);
  }
}
