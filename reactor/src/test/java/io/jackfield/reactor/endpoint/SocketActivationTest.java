package io.jackfield.reactor.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The sockets that the real systemd-socket-activate(1) passes to a JVM. */
@Timeout(60)
final class SocketActivationTest {
  private static final Path ACTIVATE = Path.of("/usr/bin/systemd-socket-activate");

  private static final List<String> PROBE =
      List.of(
          ProcessHandle.current().info().command().orElse("java"),
          "-cp",
          Path.of("target/classes").toAbsolutePath()
              + ":"
              + Path.of("target/test-classes").toAbsolutePath(),
          "io.jackfield.reactor.endpoint.PassedSocketsProbe");

  @TempDir Path folder;

  @Test
  void theNamesAndDescriptorsAreThoseThatItPassed() throws Exception {
    assertThat(run(List.of("--fdname=web:irc"), PROBE))
        .containsExactly("irc 4 socket:[N]", "web 3 socket:[N]");
  }

  @Test
  void withoutNamesTheyAreUnknown() throws Exception {
    assertThat(run(List.of(), PROBE))
        .containsExactly("unknown 3 socket:[N]", "unknown 4 socket:[N]");
  }

  @Test
  void aChildOfTheProcessThatTheyWerePassedToIsRefused() throws Exception {
    var script = new ArrayList<>(List.of("/bin/sh", "-c", "\"$@\" 2>&1; true", "sh"));
    script.addAll(PROBE);
    assertThat(run(List.of(), script)).anyMatch(line -> line.contains("were passed to process"));
  }

  /** What the command prints when it was started by a first connection. */
  private List<String> run(List<String> options, List<String> command) throws Exception {
    assumeTrue(
        Files.isExecutable(ACTIVATE) || System.getenv("CI") != null,
        "needs systemd-socket-activate: apt-get install systemd");
    Path first = folder.resolve("first.sock");
    List<String> all = new ArrayList<>(List.of(ACTIVATE.toString(), "-l", first.toString()));
    all.addAll(List.of("-l", folder.resolve("second.sock").toString()));
    all.addAll(options);
    all.addAll(command);
    Process process = new ProcessBuilder(all).start();
    try (var said = process.errorReader(UTF_8)) {
      awaitListening(said.readLine(), said.readLine());
      try (var waking = SocketChannel.open(UnixDomainSocketAddress.of(first))) {
        assertThat(waking.isConnected()).isTrue();
        List<String> lines = process.inputReader(UTF_8).readAllLines();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(() -> rest(said)).isZero();
        return lines;
      }
    } finally {
      process.destroyForcibly();
    }
  }

  private static void awaitListening(String... lines) {
    assertThat(lines).allMatch(line -> line.startsWith("Listening on"));
  }

  private static String rest(BufferedReader reader) {
    try {
      return String.join("\n", reader.readAllLines());
    } catch (IOException e) {
      return e.toString();
    }
  }
}
