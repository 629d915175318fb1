package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.service.ServiceSettings;
import io.jackfield.service.Services;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A running {@code jackfield serve} or {@code up}. As a registered extension it serves all tests of
 * a class, then must end in order and have left standard output empty; else it is killed by close.
 */
final class Server implements AutoCloseable, BeforeAllCallback, AfterAllCallback {
  private static final Pattern LISTENING =
      Pattern.compile("listening (\\S+) (tcp|udp|tls)://(\\S+):(\\d+)");

  private final Supplier<Command> line;
  private @Nullable Child started;

  private Server(Supplier<Command> line) {
    this.line = line;
  }

  /** {@code jackfield serve}, not started yet. */
  static Server serve(String service, String... options) {
    return of(() -> Command.jackfield("serve", service).and(options));
  }

  /** Any command line that serves, not started yet. */
  static Server of(Command command) {
    return of(() -> command);
  }

  /** A command line that is made only when it is started, and may then skip the tests. */
  static Server of(Supplier<Command> line) {
    return new Server(line);
  }

  /** Starts it; returns when each address that it was told to listen on is reported. */
  Server start() {
    return start(line.get());
  }

  private Server start(Command command) {
    long told =
        command.words().stream()
            .filter(word -> word.matches("--(tcp|udp|tls|unix|unix-dgram)"))
            .count();
    return start(command, told > 0 ? (int) told : command.words().contains("up") ? ofUp() : 1);
  }

  /** How many addresses {@code up} has: of TCP and UDP, for each service that is to be had so. */
  static int ofUp() {
    return Services.all(ServiceSettings.at(Path.of(""))).stream()
        .mapToInt(one -> (one.stream() == null ? 0 : 1) + (one.datagram() == null ? 0 : 1))
        .sum();
  }

  /** Starts it with an engine said, to be ended by {@link #end}. */
  Server startOn(Engines engine) {
    return start(line.get().and(engine.options()));
  }

  /** Starts it with further options, to be closed. */
  Server startWith(String... options) {
    return start(line.get().and(options));
  }

  /** What is done after all tests of a class, or of its run with one engine. */
  void end() {
    Child child = started;
    if (child != null) {
      try (this) {
        stop();
      } finally {
        started = null;
      }
    }
  }

  /** Starts it; returns when {@code addresses} are reported. */
  Server start(int addresses) {
    return start(line.get(), addresses);
  }

  private Server start(Command command, int addresses) {
    Child child = command.start();
    started = child;
    try {
      child.err().await(Pattern.compile("(?s)(?>.*?listening [^\n]+\n){" + addresses + "}"));
      return this;
    } catch (AssertionError e) {
      child.close();
      throw e;
    }
  }

  Child process() {
    Child child = started;
    if (child == null) {
      throw new IllegalStateException("not started");
    }
    return child;
  }

  /** The port of its only TCP address. */
  int tcp() {
    return port("\\S+", "tcp");
  }

  /** The port of its only UDP address. */
  int udp() {
    return port("\\S+", "udp");
  }

  /** The port of its only TLS address. */
  int tls() {
    return port("\\S+", "tls");
  }

  /** The port it reported for a service. */
  int port(String service, String scheme) {
    Pattern line = Pattern.compile("listening " + service + " " + scheme + "://\\S+:(\\d+)");
    return Integer.parseInt(process().err().await(line).group(1));
  }

  /** What it reported to listen on, such as {@code echo tcp://127.0.0.1:10007}, in order. */
  List<String> listening() {
    var endpoints = new ArrayList<String>();
    Matcher line = LISTENING.matcher(process().err().soFar());
    while (line.find()) {
      endpoints.add(line.group().substring("listening ".length()));
    }
    return endpoints;
  }

  /** Ends it by SIGTERM; its exit code must be 0 and its standard output empty. */
  void stop() {
    process().signal("TERM");
    assertThat(process().awaitExit()).isZero();
    assertThat(process().out().awaitEnd()).isEmpty();
    assertThat(process().err().awaitEnd()).doesNotContain("Exception", "\tat ");
  }

  @Override
  public void close() {
    Child child = started;
    if (child != null) {
      child.close();
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    start();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    end();
  }
}
