package io.jackfield.comparison.runner;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a connection costs that says nothing: a new server each time; first some that come and go,
 * for what is made once, then many, on each of which a byte went there and back. Afterwards another
 * does, so that all were alive.
 */
final class IdleTrial implements Trial {
  /**
   * So many come and go first: then what is made once is there, and what a compiler of the JVM does
   * with code that runs often is done.
   */
  private static final int FIRST = 20_000;

  /** So many of them at a time. */
  private static final int MOST_AT_ONCE = 1_000;

  private final Peer peer;
  private final Setting setting;
  private final int connections;

  IdleTrial(Peer peer, Setting setting, int connections) {
    this.peer = peer.withJvmFlags(MemoryUse.JVM_FLAGS);
    this.setting = setting;
    this.connections = connections;
  }

  @Override
  public Sample measure() throws IOException {
    try (ServerProcess server = ServerProcess.start(peer, setting.cpus(), setting.logs())) {
      server.awaitEcho();
      int atOnce = Math.min(MOST_AT_ONCE, connections);
      for (int i = 0; i < FIRST / atOnce; i++) {
        try (var first = new Idlers(server, atOnce)) {
          first.end();
        }
      }
      MemoryUse before = MemoryUse.of(server);
      try (var idlers = new Idlers(server, connections)) {
        MemoryUse after = MemoryUse.of(server);
        idlers.end();
        return sample(before, after);
      }
    }
  }

  private Sample sample(MemoryUse before, MemoryUse after) {
    double heap = (after.heapBytes() - before.heapBytes()) / (double) connections;
    double outside = (after.residentBytes() - before.residentBytes()) / (double) connections;
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("connections", (double) connections);
    values.put("bytes_each", heap + outside);
    values.put("heap_bytes_each", heap);
    values.put("outside_bytes_each", outside);
    return new Sample(values);
  }

  @Override
  public void close() {
    // Each measurement ends its own server.
  }

  /** The connections, held by the generator. */
  private final class Idlers implements AutoCloseable {
    private final Process process;
    private final BufferedReader says;
    private final int count;

    Idlers(ServerProcess server, int count) throws IOException {
      this.count = count;
      List<String> command =
          List.of(
              setting.programs().program("conngen"),
              "idle",
              Integer.toString(server.port()),
              Integer.toString(count));
      process =
          new ProcessBuilder(setting.cpus().forLoad(command)).redirectErrorStream(true).start();
      says = process.inputReader(StandardCharsets.UTF_8);
      expect("established");
    }

    private void expect(String what) throws IOException {
      String line = says.readLine();
      if (!(what + " " + count).equals(line)) {
        process.destroyForcibly();
        throw new IOException("not " + what + " " + count + " but " + line);
      }
    }

    /** Looks whether all are alive, and closes them. */
    void end() throws IOException {
      answer();
      expect("alive");
      answer();
      try {
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
          throw new IOException("the connections are not closed in time");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }

    private void answer() throws IOException {
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
