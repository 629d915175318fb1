package io.jackfield.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jackfield.cli.gopher.Browser;
import io.jackfield.cli.gopher.PlainAnswer;
import io.jackfield.cli.gopher.Target;
import io.jackfield.service.gopher.client.Way;
import io.jackfield.socket.StandardStream;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jackfield gopher HOST[/SELECTOR]}. */
@Command(
    name = "gopher",
    addMethodSubcommands = false,
    description =
        "Shows what a Gopher server has. At a terminal menus are numbered: a number opens what it"
            + " stands before; texts are shown, files are saved here. In a pipe it prints one"
            + " answer: a menu as lines, a text, or the bytes of a file.",
    customSynopsis = {
      "jackfield gopher [OPTIONS] HOST[:PORT][/SELECTOR]",
      "       jackfield gopher [OPTIONS] HOST[:PORT] SELECTOR",
      "       jackfield gopher [OPTIONS] gopher[s]://HOST[:PORT]/[TYPE][SELECTOR]",
      "       jackfield gopher [OPTIONS] unix:PATH [SELECTOR]",
    },
    mixinStandardHelpOptions = true,
    versionProvider = RootCommand.Version.class,
    footer = {
      "",
      "Without a selector it is the first menu; without a port it is 70. Long texts",
      "are shown by $PAGER, or by less. A TIME is in seconds, or 300ms, 5s, 2m, 1h.",
      "",
      "Examples:",
      "  jackfield gopher quux.org",
      "  jackfield gopher localhost:7070/welcome.txt",
      "  jackfield gopher gopher://localhost:7070/7/%%09welcome    search",
      "  jackfield gopher -o picture.png localhost:7070 /jackfield.png",
      "  jackfield gopher --ca ca.pem gophers://example.org    by TLS"
    })
final class GopherCommand implements Callable<Integer> {
  private static final int USUAL_ROWS = 24;
  private static final int USUAL_COLUMNS = 80;

  @Parameters(
      index = "0",
      paramLabel = "HOST",
      description = "A host, a Gopher URL, or a Unix socket.")
  private String where;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "SELECTOR",
      description = "What is asked for, as the server calls it.")
  private @Nullable String selector;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Save the answer as FILE, instead of what is there.")
  private @Nullable Path output;

  @Option(
      names = {"-w", "--wait"},
      paramLabel = "TIME",
      defaultValue = "10",
      converter = TimeSpan.class,
      description =
          "The longest wait for a connection or a part of an answer (default: ${DEFAULT-VALUE}).")
  private Duration timeout;

  @Mixin private TlsConnectOptions tls;

  @Override
  public Integer call() throws Exception {
    TimeSpan.positive("--wait", timeout);
    Target target = target();
    Way way = way(target);
    Path saved = output;
    boolean isShown = StandardStream.OUTPUT.isTerminal();
    if (saved != null) {
      PlainAnswer.save(target, way, saved);
    } else if (isShown && StandardStream.INPUT.isTerminal()) {
      new Browser(new TerminalScreen(), Path.of(""), way, Sentences::of).run(target);
    } else {
      PlainAnswer.print(target, way, new FileOutputStream(FileDescriptor.out), isShown);
    }
    return Exit.DONE;
  }

  private Target target() {
    HostPort.requireHost(where);
    try {
      Target target = Target.of(where, selector);
      if (target.kind() != null && !target.kind().isFetched()) {
        throw new IllegalArgumentException(
            "type " + target.url().type() + " is nothing that a Gopher server has");
      }
      return tls.isTls() && target.unix() == null ? target.secured() : target;
    } catch (IllegalArgumentException e) {
      throw new CommandException(Exit.USAGE, String.valueOf(e.getMessage()));
    }
  }

  private Way way(Target target) throws IOException {
    String unix = target.unix();
    boolean isSecure = target.url().secure();
    if (unix != null && tls.isTls()) {
      throw new CommandException(Exit.USAGE, "--tls and unix:PATH exclude each other");
    }
    tls.check(isSecure);
    return new Way(
        timeout,
        isSecure ? tls.config() : null,
        tls.serverName(),
        unix == null ? null : UnixServingOptions.address(unix));
  }

  /** This process's terminal. */
  private static final class TerminalScreen implements Browser.Screen {
    private final PrintWriter out =
        new PrintWriter(new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), UTF_8));
    private final BufferedReader in =
        new BufferedReader(new InputStreamReader(new FileInputStream(FileDescriptor.in), UTF_8));

    @Override
    public int rows() {
      return StandardStream.OUTPUT.rows().orElse(USUAL_ROWS);
    }

    @Override
    public int columns() {
      return StandardStream.OUTPUT.columns().orElse(USUAL_COLUMNS);
    }

    @Override
    public PrintWriter out() {
      return out;
    }

    @Override
    public BufferedReader in() {
      return in;
    }
  }
}
