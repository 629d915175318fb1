package io.jackfield.comparison.runner;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A load generator that keeps its connections and works when it is told, with the server it works
 * on: {@code connected N} once, then a line of results for each number of seconds. For one thread.
 */
final class RestingLoad implements AutoCloseable {
  private final ServerProcess server;
  private final Process generator;
  private final BufferedReader says;

  private RestingLoad(ServerProcess server, Process generator) {
    this.server = server;
    this.generator = generator;
    this.says = generator.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * Starts it. The server is from then on ended with it.
   *
   * @throws IOException if it does not connect; the server is ended then too
   */
  static RestingLoad start(List<String> command, Setting setting, ServerProcess server)
      throws IOException {
    var builder = new ProcessBuilder(setting.cpus().forLoad(command)).redirectErrorStream(true);
    RestingLoad load;
    try {
      load = new RestingLoad(server, builder.start());
    } catch (IOException e) {
      server.stop();
      throw e;
    }
    try {
      String line = load.answer();
      if (!line.startsWith("connected ")) {
        throw new IOException("not connected but " + line + "; the server: " + server.lastWords());
      }
      return load;
    } catch (IOException e) {
      load.close();
      throw e;
    }
  }

  /**
   * Works for a time.
   *
   * @throws IOException if it ended, or something wrong came through
   */
  Sample run(double seconds) throws IOException {
    generator.getOutputStream().write((seconds + "\n").getBytes(StandardCharsets.US_ASCII));
    generator.getOutputStream().flush();
    String line = answer();
    Sample sample;
    try {
      sample = Sample.parse(line);
    } catch (IllegalArgumentException e) {
      throw new IOException(line + "; the server: " + server.lastWords(), e);
    }
    if (sample.value("bad") != 0) {
      throw new IOException("something else came through: " + line);
    }
    return sample;
  }

  /**
   * Ends the load and lets the server go on.
   *
   * @throws IOException if it does not end in 30 s
   */
  void end() throws IOException {
    generator.getOutputStream().close();
    try {
      if (!generator.waitFor(30, TimeUnit.SECONDS)) {
        throw new IOException("the load does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private String answer() throws IOException {
    String line = says.readLine();
    if (line == null) {
      throw new IOException("the load ended; the server: " + server.lastWords());
    }
    return line;
  }

  @Override
  public void close() {
    generator.destroyForcibly();
    server.stop();
  }
}
