package io.jackfield.service;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.server.Limits;
import io.jackfield.service.ServedServices.Known;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Clients that do not do their part, of all services at the same time. */
final class BadPeers {
  private static final Duration SHORT = Duration.ofMillis(150);

  /** What a server may keep for a client that does not read. */
  private static final int BUFFER_BYTES = 512 << 10;

  /** How much one says that is not held up: its answers are more than the kernel keeps. */
  private static final long MUCH_BYTES = 16 << 20;

  /** For those who come meanwhile: longer than a test waits. */
  static final Limits USUAL =
      Limits.builder()
          .firstByteTimeout(Duration.ofMinutes(1))
          .idleTimeout(Duration.ofMinutes(1))
          .writeBufferBytes(BUFFER_BYTES)
          .build();

  private BadPeers() {}

  /** What the others do meanwhile. */
  interface Others {
    void talk() throws IOException;
  }

  // ---- who never reads --------------------------------------------------------------------------

  /**
   * What is said first, and then without end.
   *
   * @param more what the service answers; empty for nothing
   */
  private record Flood(String first, String more) {}

  private static List<Flood> floods(String service) {
    return switch (service) {
      case "timestamp", "greeting", "commands", "echo", "select-room" ->
          List.of(new Flood("", "x".repeat(1_000)));
      case "menu" -> List.of(new Flood("", "long\n".repeat(64)));
      case "chargen" -> List.of(new Flood("", ""));
      case "gopher" ->
          List.of(new Flood("/long.txt\n", "x".repeat(1_000)), new Flood("/bytes.bin\n", ""));
      default -> List.of(); // They answer less than a kernel keeps; of files: HeldUpSenderTest.
    };
  }

  static void neverRead(ServedServices services, boolean isConcurrent, Others others)
      throws Exception {
    long before = timedOut(services);
    services.limits(USUAL.change().idleTimeout(SHORT).build());
    List<Known> peers = new ArrayList<>();
    for (String service : services.names()) {
      for (Flood flood : floods(service)) {
        Known peer = services.connectKnown(service, 4_096);
        peers.add(peer);
        Thread.ofVirtual().start(() -> say(peer.socket(), flood));
      }
    }
    awaitEnds(services, peers, isConcurrent, others);
    assertLetGo(services, peers.size(), before);
  }

  private static long timedOut(ServedServices services) {
    return services.names().stream().mapToLong(name -> services.counts(name).timedOut()).sum();
  }

  private static void assertLetGo(ServedServices services, int count, long before) {
    assertThat(services.failures()).noneMatch(failure -> failure.contains("a bug"));
    assertThat(timedOut(services) - before).isEqualTo(count);
  }

  private static void say(Socket peer, Flood flood) {
    try {
      peer.getOutputStream().write(flood.first().getBytes(US_ASCII));
      byte[] more = flood.more().getBytes(US_ASCII);
      for (long said = 0; more.length > 0 && said < MUCH_BYTES; said += more.length) {
        peer.getOutputStream().write(more);
      }
    } catch (IOException e) {
      // It was let go.
    }
  }

  private static void awaitEnds(
      ServedServices services, List<Known> peers, boolean isConcurrent, Others others)
      throws Exception {
    if (isConcurrent) {
      for (Known peer : peers) {
        services.awaitBegun(peer);
      }
      for (String service : services.names()) {
        // Who comes behind them has come to a worker process only when they have.
        Known last = services.connectKnown(service, 0);
        last.socket().close();
        services.awaitOver(last);
      }
      services.limits(USUAL);
      others.talk();
    }
    for (Known peer : peers) {
      services.awaitOver(peer);
      peer.socket().close();
    }
    services.limits(USUAL);
  }

  // ---- who says nothing -------------------------------------------------------------------------

  /** Of two services nobody waits for a word: one is over at once, the other never. */
  static void sayNothing(ServedServices services, boolean isConcurrent, Others others)
      throws Exception {
    long begun = System.nanoTime();
    long before = timedOut(services);
    services.limits(USUAL.change().firstByteTimeout(SHORT).build());
    List<Known> peers = new ArrayList<>();
    int letGo = 0;
    for (String service : services.names()) {
      Known peer = services.connectKnown(service, 0);
      switch (service) {
        case "chargen" -> {
          while (System.nanoTime() - begun < 2 * SHORT.toNanos()) {
            assertThat(peer.socket().getInputStream().readNBytes(10_000)).hasSize(10_000);
          }
          peer.socket().close();
        }
        case "daytime", "time" -> peers.add(peer);
        default -> {
          peers.add(peer);
          letGo++;
        }
      }
      Thread.ofVirtual().start(() -> hearToTheEnd(peer.socket()));
    }
    awaitEnds(services, peers, isConcurrent, others);
    assertThat(timedOut(services) - before).isEqualTo(letGo);
  }

  private static void hearToTheEnd(Socket peer) {
    try (peer) {
      var _ = peer.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // It was let go.
    }
  }

  // ---- who never comes to the end ---------------------------------------------------------------

  /** What a message begins with; then each byte belongs to it. */
  private static List<String> beginnings(String service) {
    return switch (service) {
      case "timestamp-line", "length", "gopher" -> List.of("");
      case "files" -> List.of("", "slow\n1000\n", "/files 1\nPUT 1000 0 644 s\nFROM 0\n");
      default -> List.of();
    };
  }

  static void neverEnd(ServedServices services, boolean isConcurrent, Others others)
      throws Exception {
    long before = timedOut(services);
    services.limits(USUAL.change().messageTimeout(SHORT).minimumRate(Integer.MAX_VALUE).build());
    List<Known> peers = new ArrayList<>();
    for (String service : services.names()) {
      for (String beginning : beginnings(service)) {
        Known peer = services.connectKnown(service, 0);
        peers.add(peer);
        Thread.ofVirtual().start(() -> sayDrop(peer.socket(), beginning));
      }
    }
    awaitEnds(services, peers, isConcurrent, others);
    assertLetGo(services, peers.size(), before);
  }

  /** A byte every now and then, as long as it is heard. */
  private static void sayDrop(Socket peer, String beginning) {
    try (peer) {
      peer.setSoTimeout(5);
      peer.getOutputStream().write(beginning.getBytes(US_ASCII));
      for (boolean isHeard = true; isHeard; ) {
        peer.getOutputStream().write('0');
        isHeard = isHeard(peer);
      }
    } catch (IOException e) {
      // It was let go.
    }
  }

  private static boolean isHeard(Socket peer) throws IOException {
    try {
      return peer.getInputStream().read() >= 0;
    } catch (SocketTimeoutException e) {
      return true;
    }
  }
}
