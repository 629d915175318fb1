package io.jackfield.comparison.runner;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A server that runs, until it is closed. For one thread. */
final class ServerProcess implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(30);

  /** A JVM in training makes its start-up cache at its end. */
  private static final Duration END_LIMIT = Duration.ofSeconds(60);

  private static final Duration BETWEEN_LOOKS = Duration.ofNanos(300_000);

  private final Peer peer;
  private final Process process;
  private final Path log;
  private final int port;
  private final int target;
  private final long startedNanos;

  private ServerProcess(Peer peer, Process process, Path log, int port, int target, long started) {
    this.peer = peer;
    this.process = process;
    this.log = log;
    this.port = port;
    this.target = target;
    this.startedNanos = started;
  }

  /**
   * Starts it; it need not listen yet.
   *
   * @param logs the folder for what it says
   */
  static ServerProcess start(Peer peer, Cpus cpus, Path logs) throws IOException {
    int port = freePort(peer.transport());
    int target = freePort(peer.transport());
    Path log = logs.resolve(peer.name() + ".log");
    var builder =
        new ProcessBuilder(cpus.forServer(peer.command(port, target)))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    long started = System.nanoTime();
    Process process = builder.start();
    return new ServerProcess(peer, process, log, port, target, started);
  }

  /** Nobody's now; that it stays so until the server takes it is a matter of luck. */
  private static int freePort(Peer.Transport transport) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    if (transport == Peer.Transport.UDP) {
      try (var socket = new DatagramSocket(0, loopback)) {
        return socket.getLocalPort();
      }
    }
    try (var socket = new ServerSocket(0, 1, loopback)) {
      return socket.getLocalPort();
    }
  }

  /**
   * Waits until it answers a byte; returns the nanoseconds since its start.
   *
   * @throws IOException if it ended, or does not in time; with what it said
   */
  long awaitEcho() throws IOException {
    return await(peer.transport() == Peer.Transport.UDP ? this::datagramEchoed : this::byteEchoed);
  }

  private interface Attempt {
    /** Whether it worked; one that throws did not. */
    boolean worked() throws IOException;
  }

  private long await(Attempt attempt) throws IOException {
    while (true) {
      long taken = System.nanoTime() - startedNanos;
      if (!process.isAlive() || taken > START_LIMIT.toNanos()) {
        throw new IOException(peer.name() + " does not answer; " + lastWords());
      }
      try {
        if (attempt.worked()) {
          return System.nanoTime() - startedNanos;
        }
      } catch (IOException e) {
        // Not yet.
      }
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
  }

  private boolean byteEchoed() throws IOException {
    try (var socket = new Socket()) {
      socket.connect(address());
      socket.setTcpNoDelay(true);
      socket.setSoTimeout((int) START_LIMIT.toMillis());
      // For servers of lines too.
      socket.getOutputStream().write('\n');
      return socket.getInputStream().read() == '\n';
    }
  }

  private boolean datagramEchoed() throws IOException {
    try (var socket = new DatagramSocket()) {
      socket.connect(address());
      socket.setSoTimeout(10);
      socket.send(new DatagramPacket(new byte[1], 1));
      socket.receive(new DatagramPacket(new byte[1], 1));
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  private InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** The end of what it said. */
  String lastWords() {
    try {
      List<String> lines = Files.readAllLines(log);
      return "it said: "
          + String.join(" / ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    } catch (IOException e) {
      return "what it said cannot be read: " + e.getMessage();
    }
  }

  Peer peer() {
    return peer;
  }

  int port() {
    return port;
  }

  /** Where it is to connect to, if it does: free for who is to listen there. */
  int target() {
    return target;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Takes the processor away from it: one that spins would share it with those measured next. */
  void pause() throws IOException {
    signal("STOP");
  }

  void resume() throws IOException {
    signal("CONT");
  }

  private void signal(String name) throws IOException {
    var _ = Commands.output(List.of("kill", "-" + name, Long.toString(process.pid())));
    for (ProcessHandle child : process.descendants().toList()) {
      try {
        var _ = Commands.output(List.of("kill", "-" + name, Long.toString(child.pid())));
      } catch (IOException e) {
        if (child
            .isAlive()) { // Some servers have a process a connection, which may just have ended.
          throw e;
        }
      }
    }
  }

  /** It, and those that it has started. */
  Stream<ProcessHandle> processes() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants());
  }

  /** Asks it to end, and waits until it has. */
  void stop() {
    process.destroy();
    try {
      resume(); // A process that is paused is asked in vain.
    } catch (IOException e) {
      // It has ended.
    }
    try {
      if (!process.waitFor(END_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop();
  }
}
