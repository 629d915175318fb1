package io.jackfield.comparison.runner;

import java.io.IOException;

/** A server under load: started once, its answers verified, warmed up. */
final class LoadTrial implements Trial {
  private static final double VERIFIED_SECONDS = 0.5;

  /** A server that mostly waits never uses its time. */
  private static final int MOST_WARM_UPS = 4;

  private final Setting setting;
  private final ServerProcess server;
  private final Load load;

  private LoadTrial(Setting setting, ServerProcess server, Load load) {
    this.setting = setting;
    this.server = server;
    this.load = load;
  }

  /**
   * Starts it, and more.
   *
   * @throws IOException if it cannot be started, or answers something wrong
   */
  static Trial open(Peer peer, Setting setting, Load load) throws IOException {
    ServerProcess server = ServerProcess.start(peer, setting.cpus(), setting.logs());
    var trial = new LoadTrial(setting, server, load);
    try {
      server.awaitEcho();
      trial.run(Math.min(VERIFIED_SECONDS, setting.warmupSeconds()), true);
      warmUp(setting, () -> trial.run(setting.warmupSeconds(), false));
      server.pause();
      return trial;
    } catch (IOException | RuntimeException e) {
      server.stop();
      throw e;
    }
  }

  /** Something that loads a server for a time. */
  interface Run {
    Sample run() throws IOException;
  }

  /** Where others use the processor too, for longer: a compiler needs its time, not the wall's. */
  static void warmUp(Setting setting, Run run) throws IOException {
    double usedMillis = 0;
    for (int i = 0; i < MOST_WARM_UPS && usedMillis < setting.warmupSeconds() * 700; i++) {
      usedMillis += run.run().value("server_cpu_ms");
    }
  }

  @Override
  public Sample measure() throws IOException {
    server.resume();
    Sample sample = run(setting.seconds(), false);
    server.pause();
    return sample;
  }

  /** A load generator fails where something is lost or wrong. */
  private Sample run(double seconds, boolean verify) throws IOException {
    var command = load.command(setting.programs(), server, seconds, verify);
    try {
      Sample sample = Sample.parse(Commands.output(setting.cpus().forLoad(command)));
      if (!server.isAlive()) {
        throw new IOException("another program has answered on the port of a server that ended");
      }
      return sample;
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException(e.getMessage() + "; the server: " + server.lastWords(), e);
    }
  }

  @Override
  public void close() {
    server.stop();
  }
}
