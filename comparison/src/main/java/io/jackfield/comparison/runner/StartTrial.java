package io.jackfield.comparison.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** From a process's start to the first byte that comes back: a new server each time. */
final class StartTrial implements Trial {
  private final Peer peer;
  private final Setting setting;

  private StartTrial(Peer peer, Setting setting) {
    this.peer = peer;
    this.setting = setting;
  }

  /** Starts it once before, so that all has its files in memory, and its start-up cache. */
  static Trial open(Peer peer, Setting setting) throws IOException {
    Peer ready = peer;
    if (peer.hasStartUpCache()) {
      Path cache = setting.logs().resolve(peer.name() + ".cache");
      Files.deleteIfExists(cache);
      train(peer.training(cache.toString()), setting);
      if (!Files.exists(cache)) {
        throw new IOException("the training run made no start-up cache; see " + setting.logs());
      }
      ready = peer.withCacheAt(cache.toString());
    }
    var trial = new StartTrial(ready, setting);
    trial.measure();
    return trial;
  }

  private static void train(Peer peer, Setting setting) throws IOException {
    try (ServerProcess server = ServerProcess.start(peer, setting.cpus(), setting.logs())) {
      server.awaitEcho();
    }
  }

  @Override
  public Sample measure() throws IOException {
    try (ServerProcess server = ServerProcess.start(peer, setting.cpus(), setting.logs())) {
      return new Sample(Map.of("start_ms", server.awaitEcho() / 1e6));
    }
  }

  @Override
  public void close() {
    // Each measurement ends its own server.
  }
}
