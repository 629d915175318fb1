package io.jackfield.cli;

import io.jackfield.cli.config.Entry;
import io.jackfield.server.Limits;
import io.jackfield.service.toml.Position;
import io.jackfield.service.toml.TomlException;
import io.jackfield.socket.StandardStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code jackfield up}. */
final class UpCommand implements Callable<Integer> {
  /** How many addresses are told of where not one could be listened on. */
  private static final int MOST_TOLD = 4;

  private String host = AddressFamily.LOOPBACK;
  private boolean freePorts;
  private boolean keepGoing;
  private @Nullable Path config;
  private final LifeOptions life = new LifeOptions();
  private final ServingOptions options = new ServingOptions();
  private final CommandSpec spec =
      Options.command(
          this,
          "up",
          "Runs all services in one process until Ctrl-C or SIGTERM.",
          "",
          "Examples:",
          "  jackfield up",
          "  jackfield up --free-ports     where the usual ports are taken",
          "  jackfield up --keep-going     start what can be started",
          "  jackfield up --config jackfield.toml",
          "",
          "A TIME is in seconds, or 300ms, 5s, 2m, 1h.",
          "SIGUSR2, or 'jackfield restart', has a new process take this one's place.");

  /** What it takes. */
  CommandSpec spec() {
    var _ = spec.usageMessage().customSynopsis("jackfield up [OPTIONS]");
    return Options.withHelp(
        spec.addOption(
                Options.of(String.class, "--host", "ADDRESS", it -> host = it)
                    .defaultValue(AddressFamily.LOOPBACK)
                    .description("Listen on this address (default: ${DEFAULT-VALUE}).")
                    .build())
            .addOption(
                Options.flag("--free-ports", on -> freePorts = on)
                    .description("Listen on any free ports; the table shows which.")
                    .build())
            .addOption(
                Options.flag("--keep-going", on -> keepGoing = on)
                    .description(
                        "Start the others where a service cannot listen; the exit code is 3 all the"
                            + " same.")
                    .build())
            .addOption(
                Options.of(Path.class, "--config", "FILE", it -> config = it)
                    .description(
                        "Run what this file says instead ('jackfield config sample' prints one);"
                            + " SIGHUP reads its limits again.")
                    .build())
            .addMixin("life", life.spec())
            .addMixin("options", options.spec()));
  }

  @Override
  public Integer call() throws Exception {
    return config == null ? serveAll() : serve(config);
  }

  private int serveAll() throws Exception {
    InetAddress at = new HostPort(host, 0).resolve().getFirst().getAddress();
    options.workersByDefault(1);
    options.check();
    life.check(options);
    var serverLife = ServerLife.begin(life, System.err);
    ServerGroup group = serverLife.group();
    List<Served> all = Served.all(options);
    for (Served served : all) {
      if (freePorts) {
        openAnywhere(group, served, at);
      } else {
        AddressOptions.openAt(group, served, at);
      }
    }
    return serve(serverLife, all, "on " + host, Reload.ofCertificates(group));
  }

  private static void openAnywhere(ServerGroup group, Served served, InetAddress host) {
    group.openTcp(served, new InetSocketAddress(host, 0));
    group.openUdp(served, new InetSocketAddress(host, 0));
  }

  private int serve(Path file) throws Exception {
    List<Entry> typed = typedWithFile();
    Configuration read;
    try {
      read = Configuration.read(file, typed);
    } catch (TomlException e) {
      throw new CommandException(
          Exit.USAGE, "nothing was started, this is to be mended:\n" + e.getMessage());
    }
    var serverLife = ServerLife.begin(read.life().options(), System.err);
    ServerGroup group = serverLife.group();
    read.open(group);
    return serve(
        serverLife,
        read.services(),
        "as " + file + " says",
        Reload.of(group, () -> limits(Configuration.read(file, typed))));
  }

  private static Function<Served, @Nullable Limits> limits(Configuration now) {
    Map<String, Limits> byName = new HashMap<>();
    now.services().forEach(served -> byName.put(served.name(), served.how().limits()));
    return served -> byName.get(served.name());
  }

  /** What was typed beside a file's name: about the process; how services run the file says. */
  private List<Entry> typedWithFile() {
    Set<String> ofProcess = new ConfiguredLife().spec().optionsMap().keySet();
    List<Entry> typed = new ArrayList<>();
    for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
      String name = option.longestName();
      if (ofProcess.contains(name)) {
        typed.add(new Entry(name.substring(2), option.originalStringValues(), new Position(1, 1)));
      } else if (!name.equals("--config") && !name.equals("--keep-going")) {
        throw new CommandException(
            Exit.USAGE, name + " does not go with --config: the file says how services run");
      }
    }
    return typed;
  }

  private int serve(ServerLife serverLife, List<Served> all, String where, Reload reload)
      throws Exception {
    PrintStream err = System.err;
    ServerGroup group = serverLife.group();
    group.hearsTerminal(StandardStream.INPUT.isTerminal());
    List<Refusal> refused = group.refused();
    // Where all are, as by another 'up', some will do.
    int told = group.listening().isEmpty() ? Math.min(refused.size(), MOST_TOLD) : refused.size();
    refused.subList(0, told).forEach(one -> err.println("jackfield up: " + one.sentence()));
    if (told < refused.size()) {
      err.println("jackfield up: nor on " + (refused.size() - told) + " other addresses");
    }
    if (!refused.isEmpty() && (!keepGoing || group.listening().isEmpty())) {
      serverLife.giveUp();
      throw new CommandException(Exit.CANNOT_LISTEN, remedy(refused, !group.listening().isEmpty()));
    }
    int columns = Columns.of(StandardStream.ERROR);
    serverLife.serveUntilSignalled(
        reload, () -> Table.print(err, columns, where, all, group.shown()));
    return refused.isEmpty() ? Exit.DONE : Exit.CANNOT_LISTEN;
  }

  /** What to do, once for all that were refused. */
  private String remedy(List<Refusal> refused, boolean someWereNot) {
    var todo = new LinkedHashSet<String>();
    refused.forEach(one -> todo.add(one.remedy()));
    todo.remove("");
    var sentence = new StringBuilder("nothing was started");
    todo.forEach(remedy -> sentence.append("; ").append(remedy));
    if (someWereNot) {
      sentence.append("; --keep-going starts the others");
    }
    if (config == null) {
      sentence.append("; --free-ports takes any free ports");
    }
    return sentence.toString();
  }
}
