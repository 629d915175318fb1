package io.jackfield.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNullElse;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers whose process has no descriptor left for the next connection, on every engine. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ScarcityTest {
  private static final int DESCRIPTORS = 256;

  /** How often it may fail in half a second: one that spins fails for each client that comes. */
  private static final int OFTEN = 50;

  private static final Duration HALF_A_SECOND = Duration.ofMillis(500);

  /** A {@link ScarceServer} and what it says. */
  private record Child(Process process, LinkedBlockingQueue<String> said) implements AutoCloseable {
    static Child start(AnyEngine engine) throws IOException {
      String separator = System.getProperty("path.separator");
      Path target = Path.of(requireNonNullElse(System.getProperty("basedir"), "."), "target");
      String path =
          String.join(
              separator,
              System.getProperty("java.class.path"),
              requireNonNullElse(System.getProperty("jdk.module.path"), ""),
              target.resolve("test-classes").toString());
      Process process =
          new ProcessBuilder(
                  "sh",
                  "-c",
                  "ulimit -n " + DESCRIPTORS + "; exec \"$@\"",
                  "sh",
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "--enable-native-access=ALL-UNNAMED",
                  "-cp",
                  path,
                  ScarceServer.class.getName(),
                  engine.name())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      var child = new Child(process, new LinkedBlockingQueue<>());
      Thread.ofVirtual().start(child::listen);
      return child;
    }

    private void listen() {
      try (var from =
          new BufferedReader(new InputStreamReader(process.getInputStream(), US_ASCII))) {
        from.lines().forEach(said::add);
      } catch (IOException | UncheckedIOException e) {
        said.add("gone: " + e);
      }
    }

    void tell(String line) throws IOException {
      process.getOutputStream().write((line + "\n").getBytes(US_ASCII));
      process.getOutputStream().flush();
    }

    /** The next that it says beginning so; what it says before is passed over. */
    String next(String beginning) throws InterruptedException {
      for (; ; ) {
        String line = said.poll(60, TimeUnit.SECONDS);
        assertThat(line).as("waiting for " + beginning).isNotNull();
        if (line.startsWith(beginning)) {
          return line.substring(beginning.length());
        }
      }
    }

    /** How often it has said {@code line}, and passes over all that it has said. */
    int countOf(String line) {
      List<String> all = new ArrayList<>();
      said.drainTo(all);
      return Collections.frequency(all, line);
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  private static Peer connect(int port) throws IOException {
    var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
    socket.setSoTimeout(15_000);
    return new Peer(socket);
  }

  private static void isServed(int port) throws IOException {
    try (Peer peer = connect(port)) {
      assertThat(peer.send("x").end().receiveAll()).isEqualTo("x");
    }
  }

  /** Clients come one after the other for half a second, each as soon as the last was sent away. */
  private static int sentAway(int port) throws IOException {
    int many = 0;
    for (long end = System.nanoTime() + HALF_A_SECOND.toNanos(); System.nanoTime() < end; many++) {
      try (Peer peer = connect(port)) {
        isSentAway(peer);
      }
    }
    return many;
  }

  /**
   * Its connection ends, though the server has no descriptor for it; or has one that was closed
   * after the others were taken, and then sees the end of what its client says.
   */
  private static void isSentAway(Peer peer) throws IOException {
    try {
      assertThat(peer.end().receiveAll()).isEmpty();
    } catch (SocketException e) {
      // Reset, or closed before it could end.
    }
  }

  @ParameterizedTest
  @MethodSource("io.jackfield.server.AnyEngine#all")
  void itTellsDoesNotSpinAndGoesOnWhenThereAreSomeAgain(AnyEngine engine) throws Exception {
    try (Child child = Child.start(engine)) {
      int port = Integer.parseInt(child.next("port "));
      isServed(port);
      for (int i = 0; i < 2; i++) {
        child.tell("hoard");
        assertThat(child.next("hoarded")).isEmpty();
        var waiting = List.of(connect(port), connect(port), connect(port));
        assertThat(child.next("error ")).isEqualTo("TooManyOpenFilesException");
        for (Peer one : waiting) {
          isSentAway(one);
          one.close();
        }
        assertThat(sentAway(port)).isPositive();
        assertThat(child.countOf("error TooManyOpenFilesException")).isLessThan(OFTEN);
        child.tell("release");
        assertThat(child.next("released")).isEmpty();
        isServed(port);
      }
      child.tell("counts");
      assertThat(child.next("counts ")).matches("taken \\d+, (failed \\d+, )?not taken \\d+");
    }
  }

  /** Its server has descriptors, but of those that it passes on none arrives. */
  @Test
  void aWorkerWithoutDescriptorsLosesWhatItIsGivenAndSaysSo() throws Exception {
    try (Child child = Child.start(AnyEngine.processes());
        Peer hoarder = connect(Integer.parseInt(child.next("port ")))) {
      int port = hoarder.socket().getPort();
      assertThat(hoarder.send("hoard").receive(5)).isEqualTo("hoard");
      for (int i = 0; i < 3; i++) {
        try (Peer lost = connect(port)) {
          isSentAway(lost);
        }
        assertThat(child.next("failed "))
            .isEqualTo("no descriptor is left for a connection that was passed");
      }
      assertThat(hoarder.end().receiveAll()).isEmpty();
      isServed(port);
    }
  }
}
