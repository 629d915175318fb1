package io.jackfield.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever comes over the wire, a session goes on or fails with its own exception, and ends. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class TlsDamageTest {
  @TempDir static Path folder;
  private static TlsClientConfig clientSide;
  private static TlsIdentity identity;

  @BeforeAll
  static void makeCertificates() throws Exception {
    Authority authority = Authority.in(folder);
    identity = authority.issue("server", Authority.EC, "DNS:localhost");
    clientSide = TlsClientConfig.builder().trust(authority.trust()).build();
  }

  /** Changes, removes, doubles or inserts somewhere, in about every second flight. */
  private static byte[] damaged(byte[] flight, Random random) {
    if (flight.length == 0 || random.nextBoolean()) {
      return flight;
    }
    int at = random.nextInt(random.nextBoolean() ? Math.min(12, flight.length) : flight.length);
    int rest = flight.length - at;
    int count = Math.min(rest, 1 + random.nextInt(40));
    byte[] result = flight;
    switch (random.nextInt(4)) {
      case 0 -> {
        result = flight.clone();
        result[at] = (byte) random.nextInt();
      }
      case 1 -> {
        result = new byte[flight.length - count];
        System.arraycopy(flight, 0, result, 0, at);
        System.arraycopy(flight, at + count, result, at, rest - count);
      }
      case 2 -> {
        result = new byte[flight.length + count];
        System.arraycopy(flight, 0, result, 0, at + count);
        System.arraycopy(flight, at, result, at + count, rest);
      }
      default -> {
        result = new byte[flight.length + count];
        random.nextBytes(result);
        System.arraycopy(flight, 0, result, 0, at);
        System.arraycopy(flight, at, result, at + count, rest);
      }
    }
    return result;
  }

  @ParameterizedTest(name = "{0}, seeds from {1}")
  @CsvSource({"TLS_1_2, 0", "TLS_1_2, 1000", "TLS_1_3, 2000", "TLS_1_3, 3000"})
  void damageOnTheWayIsATypedFailureOrNothing(TlsProtocol protocol, int firstSeed)
      throws Exception {
    TlsServerConfig serverSide = TlsServerConfig.builder(identity).protocols(protocol).build();
    int failed = 0;
    for (int seed = firstSeed; seed < firstSeed + 100; seed++) {
      var random = new Random(seed);
      var client = new End(clientSide.newSession("localhost", seed));
      var server = new End(serverSide.newSession());
      try {
        converse(client, server, random);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed, e);
      }
      // All that got through is what was said.
      assertThat("request".repeat(3)).as("seed %d", seed).startsWith(server.text());
      assertThat("answer".repeat(3)).as("seed %d", seed).startsWith(client.text());
      failed += client.failure != null || server.failure != null ? 1 : 0;
    }
    assertThat(failed).isBetween(50, 100);
  }

  private static void converse(End client, End server, Random random) {
    server.start();
    client.start();
    int said = 0;
    for (int round = 0; round < 12; round++) {
      server.feed(damaged(client.takeWire(), random), 1 + random.nextInt(3000));
      client.feed(damaged(server.takeWire(), random), 1 + random.nextInt(3000));
      if (said < 3 && isOpen(client) && isOpen(server)) {
        said++;
        client.send("request");
        server.send("answer");
      }
    }
    client.does(client.session::endOfInput);
    server.does(server.session::endOfInput);
    assertThat(client.session.isInboundClosed()).isTrue();
    assertThat(server.session.isInboundClosed()).isTrue();
    assertThat(client.session.heldBytes() + server.session.heldBytes()).isZero();
    server.close();
    client.close();
  }

  private static boolean isOpen(End end) {
    return end.session.isHandshakeDone() && end.session.failure() == null;
  }
}
