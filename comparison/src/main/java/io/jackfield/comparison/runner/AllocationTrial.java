package io.jackfield.comparison.runner;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a JVM allocates in its heap for messages: connections that stay from the first round to the
 * last and rest between them, every message verified. Looked at while nothing is under way, so it
 * is of all messages in between and of nothing else but the looking itself, which is subtracted.
 */
final class AllocationTrial implements Trial {
  private static final int CONNECTIONS = 50;
  private static final int MESSAGE_BYTES = 64;
  private static final int DEPTH = 16;

  private final Setting setting;
  private final RestingLoad load;
  private final AllocatedBytes allocated;

  private AllocationTrial(Setting setting, RestingLoad load, AllocatedBytes allocated) {
    this.setting = setting;
    this.load = load;
    this.allocated = allocated;
  }

  /**
   * Starts it, and warms it up: what a compiler has not seen often, it lets allocate. So one
   * connection comes first that asks one thing at a time: code that runs once for each wait runs
   * often then, and seldom where many messages wait for it.
   *
   * @throws IOException if that cannot be, or it answers something wrong
   */
  static Trial open(Peer peer, Setting setting) throws IOException {
    ServerProcess server = ServerProcess.start(peer, setting.cpus(), setting.logs());
    try {
      server.awaitEcho();
      List<String> waits =
          Load.messages(1, MESSAGE_BYTES, 1)
              .command(setting.programs(), server, setting.warmupSeconds(), true);
      Commands.output(setting.cpus().forLoad(waits));
    } catch (IOException | RuntimeException e) {
      server.stop();
      throw e;
    }
    List<String> resting =
        Load.messages(CONNECTIONS, MESSAGE_BYTES, DEPTH, "-R")
            .command(setting.programs(), server, setting.seconds(), true);
    RestingLoad load = RestingLoad.start(resting, setting, server);
    try {
      LoadTrial.warmUp(setting, () -> load.run(setting.warmupSeconds()));
      return new AllocationTrial(setting, load, AllocatedBytes.of(server.pid()));
    } catch (IOException | RuntimeException e) {
      load.close();
      throw e;
    }
  }

  @Override
  public Sample measure() throws IOException {
    long first = allocated.now();
    long before = allocated.now();
    Sample sample = load.run(setting.seconds());
    long looking = before - first;
    double bytes = allocated.now() - before - looking;
    Map<String, Double> values = new LinkedHashMap<>(sample.values());
    values.put("allocated_bytes", bytes);
    values.put("looking_bytes", (double) looking);
    values.put("allocated_bytes_each", bytes / sample.value("count"));
    return new Sample(values);
  }

  @Override
  public void close() {
    try (allocated) {
      load.close();
    } catch (IOException e) {
      // It has ended, and with it what it was asked through.
    }
  }
}
