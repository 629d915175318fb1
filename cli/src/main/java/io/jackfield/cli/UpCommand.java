package io.jackfield.cli;

import io.jackfield.service.Service;
import io.jackfield.service.Services;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code jackfield up}. */
@Command(
    name = "up",
    description = "Runs all services in one process until Ctrl-C or SIGTERM.",
    mixinStandardHelpOptions = true,
    versionProvider = RootCommand.Version.class,
    footer = {
      "",
      "Examples:",
      "  jackfield up",
      "  jackfield up --free-ports     where the usual ports are taken",
      "  jackfield up --keep-going     start what can be started",
      "",
      "SIGUSR2, or 'jackfield restart', has a new process take this one's place."
    })
final class UpCommand implements Callable<Integer> {
  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "Listen on this address (default: ${DEFAULT-VALUE}).")
  private String host;

  @Option(names = "--free-ports", description = "Listen on any free ports; the table shows which.")
  private boolean freePorts;

  @Option(
      names = "--keep-going",
      description =
          "Start the others where a service cannot listen; the exit code is 3 all the same.")
  private boolean keepGoing;

  @Mixin private ServingOptions options;

  @Override
  public Integer call() throws Exception {
    InetAddress at = new HostPort(host, 0).resolve().getFirst().getAddress();
    options.workersByDefault(1);
    options.check();
    PrintStream err = System.err;
    var life = ServerLife.begin(options, err, null);
    ServerGroup group = life.group();
    List<Service> services = Services.all(options.services());
    for (Service service : services) {
      if (freePorts) {
        openAnywhere(group, service, at);
      } else {
        ServeCommand.openAt(group, service, at);
      }
    }
    List<String> refused = group.refused();
    refused.forEach(sentence -> err.println("jackfield up: " + sentence));
    if (!refused.isEmpty() && (!keepGoing || group.listening().isEmpty())) {
      life.giveUp();
      throw new CommandException(
          Exit.CANNOT_LISTEN,
          group.listening().isEmpty()
              ? "nothing could be started"
              : "nothing was started; --keep-going starts the others, --free-ports all of them");
    }
    life.serveUntilSignalled(() -> Table.print(err, host, services, group.listening()));
    return refused.isEmpty() ? Exit.DONE : Exit.CANNOT_LISTEN;
  }

  private static void openAnywhere(ServerGroup group, Service service, InetAddress host) {
    group.openTcp(service, new InetSocketAddress(host, 0));
    group.openUdp(service, new InetSocketAddress(host, 0));
  }
}
