package io.jackfield.comparison.runner;

import java.io.IOException;
import java.util.Map;

/** From a process's start to the first byte that comes back: a new server each time. */
final class StartTrial implements Trial {
  private final Peer peer;
  private final Setting setting;

  private StartTrial(Peer peer, Setting setting) {
    this.peer = peer;
    this.setting = setting;
  }

  /** Starts it once before, so that all has its files in memory. */
  static Trial open(Peer peer, Setting setting) throws IOException {
    var trial = new StartTrial(peer, setting);
    trial.measure();
    return trial;
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
