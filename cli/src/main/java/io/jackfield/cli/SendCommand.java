package io.jackfield.cli;

import io.jackfield.cli.progress.ProgressDisplay;
import io.jackfield.cli.progress.TextColumns;
import io.jackfield.service.files.FileSender;
import io.jackfield.service.files.FileToSend;
import io.jackfield.service.files.Receiver;
import io.jackfield.service.files.SendReport;
import io.jackfield.socket.ConnectionRefusedException;
import io.jackfield.socket.address.AbstractUnixAddress;
import io.jackfield.tls.TlsClientConfig;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jackfield send FILE… HOST[:PORT]}. */
@Command(
    name = "send",
    addMethodSubcommands = false,
    description =
        "Sends files, and folders with all in them, to who runs 'jackfield receive' or 'jackfield"
            + " serve files', or to any other receiver of name, size and content.",
    customSynopsis = {
      "jackfield send [OPTIONS] FILE… HOST[:PORT]",
      "       jackfield send [OPTIONS] FILE… unix:PATH",
    },
    mixinStandardHelpOptions = true,
    versionProvider = RootCommand.Version.class,
    footer = {
      "",
      "The port is 9000 if it is not said. With a receiver of ours a transfer that was",
      "cut off goes on where it stopped when the same command is given again, and the",
      "SHA-256 of each file is compared; links within folders are not sent, nor what",
      "begins with a dot. A file that is refused does not hold up the others.",
      "A TIME is in seconds, or 300ms, 5s, 2m, 1h.",
      "",
      "Examples:",
      "  jackfield send notes.pdf 192.0.2.7",
      "  jackfield send *.jpg photos/ '[2001:db8::7]:9001'",
      "  jackfield send --tls --ca ca.pem backup.tar example.org:9443",
      "  jackfield send notes.pdf unix:/run/files.sock"
    })
final class SendCommand implements Callable<Integer> {
  private static final int DEFAULT_PORT = 9_000;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "What to send, and last where to.")
  private List<String> words = new ArrayList<>();

  @Option(
      names = {"-w", "--wait"},
      paramLabel = "TIME",
      defaultValue = "10",
      converter = TimeSpan.class,
      description = "The longest wait for a connection or an answer (default: ${DEFAULT-VALUE}).")
  private Duration timeout;

  @Option(
      names = "--plain",
      description =
          "Do not ask what the receiver offers: no folders, no resuming, no SHA-256. Saves a second"
              + " with one that takes a single connection at a time.")
  private boolean plain;

  @Mixin private TlsConnectOptions tls;

  /** Files and folders whose names begin with a dot. */
  private final List<String> leftOut = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    TimeSpan.positive("--wait", timeout);
    tls.check(tls.isTls());
    if (words.size() < 2) {
      throw new CommandException(
          Exit.USAGE, "say one file or more, and last where to: send FILE HOST[:PORT]");
    }
    List<FileToSend> files = files(words.subList(0, words.size() - 1));
    Receiver receiver = receiver(words.getLast());
    try (ProgressDisplay display = ProgressDisplay.onStandardError()) {
      var sender = new FileSender(receiver, !plain, new ShownTransfers(display, _ -> {}));
      SendReport report = sender.send(files);
      display.above(() -> System.err.println(summary(report)));
      return report.refused() == 0 ? Exit.DONE : Exit.FAILED;
    } catch (ConnectionRefusedException e) {
      throw new CommandException(
          Exit.FAILED,
          e.getMessage() + ": nobody listens there; 'jackfield receive' takes files there");
    }
  }

  private String summary(SendReport report) {
    String sent = report.sent() == 0 ? "no file sent" : files(report.sent()) + " sent";
    if (report.sent() > 0) {
      sent +=
          report.verified()
              ? ", the SHA-256 is the same there"
              : "; the receiver checks no SHA-256";
    }
    String refused = report.refused() == 0 ? "" : "; " + files(report.refused()) + " refused";
    return sent + refused + (leftOut.isEmpty() ? "" : "; " + leftOut.size() + " left out");
  }

  private static String files(int count) {
    return count == 1 ? "1 file" : count + " files";
  }

  private List<FileToSend> files(List<String> typed) throws IOException {
    List<FileToSend> files = new ArrayList<>();
    for (String one : typed) {
      files.addAll(FileToSend.of(Path.of(one), leftOut::add));
    }
    for (String one : leftOut) {
      System.err.println(TextColumns.harmless(one) + ": left out: its name begins with a dot");
    }
    return files;
  }

  private Receiver receiver(String typed) throws IOException {
    if (typed.startsWith("unix:")) {
      if (tls.isTls()) {
        throw new CommandException(Exit.USAGE, "--tls goes with HOST[:PORT] alone");
      }
      return new Receiver(List.of(unix(typed.substring("unix:".length()))), null, timeout);
    }
    HostPort to = place(typed);
    if (!tls.isTls()) {
      return new Receiver(to.resolve(), null, timeout);
    }
    TlsClientConfig config = tls.config();
    String said = tls.serverName();
    String name = said == null ? to.host() : said;
    return new Receiver(to.resolve(), () -> config.newSession(name, to.port()), timeout);
  }

  private static SocketAddress unix(String path) {
    String local = path.startsWith("//") ? path.substring(2) : path;
    if (local.isEmpty()) {
      throw new CommandException(Exit.USAGE, "unix: needs a path behind it");
    }
    return local.startsWith("@")
        ? AbstractUnixAddress.of(local.substring(1))
        : UnixDomainSocketAddress.of(local);
  }

  /** {@code HOST:PORT} as everywhere, or without the port; an address of IPv6 then needs no []. */
  static HostPort place(String typed) {
    HostPort.requireHost(typed);
    boolean isBare = typed.indexOf(':') != typed.lastIndexOf(':') && !typed.startsWith("[");
    if (isBare || typed.indexOf(':') < 0) {
      return new HostPort(typed, DEFAULT_PORT);
    }
    HostPort to = HostPort.parse(typed.endsWith("]") ? typed + ":" + DEFAULT_PORT : typed);
    HostPort.requireHost(to.host());
    return to;
  }
}
