package io.jackfield.reactor;

import io.jackfield.reactor.driver.Capability;
import io.jackfield.socket.ProcessSignals;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a reactor can do with processes: start others, and be told of signals to its own. All
 * methods are for the loop's thread. Where the driver has no {@link Capability#DESCRIPTORS} they
 * throw {@link UnsupportedOperationException}. Source: Twisted's {@code IReactorProcess}.
 */
public final class Processes {
  private final Reactor reactor;

  Processes(Reactor reactor) {
    this.reactor = reactor;
  }

  /** As below, with the defaults. */
  public ChildProcess spawn(ProcessProtocol protocol, List<String> command) throws IOException {
    return spawn(protocol, command, ProcessOptions.DEFAULTS);
  }

  /**
   * Starts a program. {@link ProcessProtocol#started} is called before this returns. It takes some
   * milliseconds, in which the loop stands. Nobody becomes a zombie: the JDK waits for each child.
   *
   * <p>When the reactor stops, those that still run are sent {@code TERM}, then {@code KILL}; when
   * it crashes, {@code KILL} at once, and they count as killed without being waited for.
   *
   * @param command the program, and its arguments; no shell looks at them
   * @throws IOException if it cannot be started: no such program, no descriptor left
   */
  public ChildProcess spawn(ProcessProtocol protocol, List<String> command, ProcessOptions options)
      throws IOException {
    requireReady();
    List<String> all = new ArrayList<>(command);
    if (options.ownGroup() && !options.terminal()) {
      all.addFirst("setsid");
    }
    var builder = new ProcessBuilder(all);
    options.folder().ifPresent(path -> builder.directory(path.toFile()));
    builder.environment().putAll(options.environment());
    try (var pipes = ProcessPipes.open(builder, options)) {
      var child = new Child(reactor, protocol, options, builder.start());
      child.begin(pipes);
      return child;
    }
  }

  /** As above, of a command as a shell reads it: {@code exec:} and {@code pty:} endpoints. */
  public ChildProcess spawnShell(ProcessProtocol protocol, String command, ProcessOptions options)
      throws IOException {
    return spawn(protocol, List.of("/bin/sh", "-c", command), options);
  }

  /**
   * Starts a program whose standard input and output are one connection; its standard error goes
   * where the options say, and is dropped where they have it {@linkplain
   * ProcessOptions.StandardError#PIPED piped}. {@link Protocol#connectionMade} is called before
   * this returns.
   *
   * <ul>
   *   <li>{@link Transport#endOutput} closes its input, or sends a terminal its end of file; when
   *       the program closes its output {@link Protocol#endReceived} is called.
   *   <li>{@link Protocol#connectionLost} is called when it has exited and its output is read to
   *       the end: with {@code Done} if its exit code is 0, even if it did not read all its input;
   *       else with {@code Lost} and a {@link ProcessFailedException}, which has the code.
   *   <li>{@link Transport#close} closes its input and drops what it still writes; after the linger
   *       time-out its output is closed too, and after the close time-out it is killed.
   *   <li>{@link Transport#abort} kills it.
   * </ul>
   *
   * @throws IOException as {@link #spawn(ProcessProtocol, List, ProcessOptions)}
   */
  public Transport connect(Protocol protocol, List<String> command, ProcessOptions options)
      throws IOException {
    requireReady();
    var transport = new ProcessTransport(reactor, protocol, options);
    transport.begin(command);
    return transport;
  }

  /**
   * Has {@code action} run on the loop when a signal to this process has arrived, instead of what
   * else the JVM does; several that arrive at about the same time may be one. It ends, and the
   * signal is handled as before, when what this returns is closed, or the reactor has stopped.
   *
   * @param name without its prefix: {@code TERM}, {@code HUP}
   * @throws IllegalArgumentException if there is no such signal, or the JVM keeps it for itself
   */
  public SignalWatch onSignal(String name, Runnable action) throws IOException {
    requireReady();
    var watch = new SignalWatch(reactor, ProcessSignals.asDescriptor(name), action);
    watch.begin();
    return watch;
  }

  private void requireReady() {
    reactor.requireOpen();
    Sockets.require(reactor.driver(), Capability.DESCRIPTORS, "descriptors from elsewhere");
  }
}
