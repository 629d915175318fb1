package io.jackfield.comparison.runner;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A relay that one connection goes through from the beginning to the end; it rests between rounds.
 */
final class StreamTrial implements Trial {
  private final Setting setting;
  private final ServerProcess relay;
  private final Process generator;
  private final BufferedReader says;

  private StreamTrial(Setting setting, ServerProcess relay, boolean verify) throws IOException {
    this.setting = setting;
    this.relay = relay;
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
    generator =
        new ProcessBuilder(setting.cpus().forLoad(command)).redirectErrorStream(true).start();
    says = generator.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * Starts it twice: what comes through is verified, then another one is warmed up.
   *
   * @throws IOException if that cannot be, or something wrong comes through
   */
  static Trial open(Peer peer, Setting setting) throws IOException {
    try (StreamTrial verified = connected(peer, setting, true)) {
      verified.stream(Math.min(0.5, setting.warmupSeconds()));
    }
    StreamTrial trial = connected(peer, setting, false);
    try {
      trial.stream(setting.warmupSeconds());
      return trial;
    } catch (IOException | RuntimeException e) {
      trial.close();
      throw e;
    }
  }

  private static StreamTrial connected(Peer peer, Setting setting, boolean verify)
      throws IOException {
    ServerProcess relay = ServerProcess.start(peer, setting.cpus(), setting.logs());
    try {
      var trial = new StreamTrial(setting, relay, verify);
      if (!trial.answer().equals("connected 1")) {
        trial.close();
        throw new IOException(peer.name() + " is not connected; " + relay.lastWords());
      }
      return trial;
    } catch (IOException | RuntimeException e) {
      relay.stop();
      throw e;
    }
  }

  private String answer() throws IOException {
    String line = says.readLine();
    if (line == null) {
      throw new IOException("the load ended; the relay: " + relay.lastWords());
    }
    return line;
  }

  @Override
  public Sample measure() throws IOException {
    return stream(setting.seconds());
  }

  private Sample stream(double seconds) throws IOException {
    generator.getOutputStream().write((seconds + "\n").getBytes(StandardCharsets.US_ASCII));
    generator.getOutputStream().flush();
    String line = answer();
    Sample sample;
    try {
      sample = Sample.parse(line);
    } catch (IllegalArgumentException e) {
      throw new IOException(line + "; the relay: " + relay.lastWords(), e);
    }
    if (sample.value("bad") != 0) {
      throw new IOException("something else came through: " + line);
    }
    return sample;
  }

  @Override
  public void close() {
    generator.destroyForcibly();
    relay.stop();
  }
}
