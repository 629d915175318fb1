package io.jackfield.comparison.runner;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A relay that one connection goes through from the beginning to the end; it rests between rounds.
 */
final class StreamTrial implements Trial {
  private final Setting setting;
  private final RestingLoad load;

  private StreamTrial(Setting setting, RestingLoad load) {
    this.setting = setting;
    this.load = load;
  }

  /**
   * Starts it twice: what comes through is verified, then another one is warmed up.
   *
   * @throws IOException if that cannot be, or something wrong comes through
   */
  static Trial open(Peer peer, Setting setting) throws IOException {
    try (RestingLoad verified = connected(peer, setting, true)) {
      verified.run(Math.min(0.5, setting.warmupSeconds()));
    }
    RestingLoad load = connected(peer, setting, false);
    try {
      load.run(setting.warmupSeconds());
      return new StreamTrial(setting, load);
    } catch (IOException | RuntimeException e) {
      load.close();
      throw e;
    }
  }

  private static RestingLoad connected(Peer peer, Setting setting, boolean verify)
      throws IOException {
    ServerProcess relay = ServerProcess.start(peer, setting.cpus(), setting.logs());
    var command =
        new ArrayList<>(
            List.of(
                setting.programs().program("streamgen"),
                Integer.toString(relay.port()),
                Integer.toString(relay.target()),
                Long.toString(relay.pid())));
    if (verify) {
      command.add("-V");
    }
    return RestingLoad.start(command, setting, relay);
  }

  @Override
  public Sample measure() throws IOException {
    return load.run(setting.seconds());
  }

  @Override
  public void close() {
    load.close();
  }
}
