package io.jackfield.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;

/** {@code jackfield} itself. */
final class RootCommand implements Runnable {
  /** Its commands, in the order of the help text. */
  private static final Map<String, Supplier<Object>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("up", () -> new UpCommand().spec());
    COMMANDS.put("serve", () -> new ServeCommand().spec());
    COMMANDS.put("restart", RestartCommand::new);
    COMMANDS.put("config", ConfigCommand::new);
    COMMANDS.put("connect", ConnectCommand::new);
    COMMANDS.put("gopher", GopherCommand::new);
    COMMANDS.put("fetch", FetchCommand::new);
    COMMANDS.put("send", SendCommand::new);
    COMMANDS.put("receive", ReceiveCommand::new);
    COMMANDS.put("listen", ListenCommand::new);
    COMMANDS.put("relay", RelayCommand::new);
    COMMANDS.put("ping", PingCommand::new);
    COMMANDS.put("doctor", DoctorCommand::new);
    COMMANDS.put("completion", CompletionCommand::new);
    COMMANDS.put("man", ManCommand::new);
  }

  private final CommandSpec spec =
      Options.withHelp(
          Options.command(
              this,
              "jackfield",
              "Serves, connects and shows network conversations.",
              "",
              "Examples:",
              "  jackfield up                          all services on this machine",
              "  jackfield serve echo --tcp :10007     one service, on every address",
              "  jackfield restart 4711                replace one that serves, without a gap",
              "  jackfield connect timestamp           talk to one",
              "  jackfield gopher quux.org             walk through a Gopher server's menus",
              "  jackfield fetch gopher://HOST/9/FILE  save files, several at a time",
              "  jackfield send notes.pdf example.org  to who runs 'jackfield receive'",
              "  jackfield connect example.org 80      to anybody: bytes both ways",
              "  jackfield listen -k 9000              whoever comes, here",
              "  jackfield relay -k listen:tcp://127.0.0.1:8080 unix:/run/app.sock",
              "  jackfield ping -c 3 example.org       is a host there?",
              "  jackfield doctor                      what this machine offers",
              "",
              "Environment: NO_COLOR, unless empty, for no colours; PAGER shows long texts;",
              "  JACKFIELD_JAVA_HOME and JACKFIELD_JAVA_OPTS: the JDK, and options for it.",
              "",
              "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 cannot listen,",
              "  4 the machine or this version lacks something."));

  /**
   * With the command that is called {@code name}, or with all if none is: reading what the others
   * take would be a third of the start.
   */
  static CommandLine with(@Nullable String name) {
    CommandSpec spec = new RootCommand().spec;
    var _ = spec.usageMessage().synopsisSubcommandLabel("COMMAND");
    var root = new CommandLine(spec);
    COMMANDS.forEach((known, maker) -> {
      if (known.equals(name) || !COMMANDS.containsKey(name)) {
        root.addSubcommand(known, maker.get());
      }
    });
    return root;
  }

  /** Without a sub-command there is nothing to do but to say what there is. */
  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
  }

  /** What its commands are called. */
  static final class Names extends Words {
    Names() {
      super(List.copyOf(COMMANDS.keySet()));
    }
  }

  /** The version of the module, as Maven compiled it in. */
  static final class Version implements IVersionProvider {
    static String text() {
      return Optional.ofNullable(Main.class.getModule().getDescriptor())
          .flatMap(java.lang.module.ModuleDescriptor::rawVersion)
          .orElse("(unknown version)");
    }

    @Override
    public String[] getVersion() {
      return new String[] {"jackfield " + text()};
    }
  }
}
