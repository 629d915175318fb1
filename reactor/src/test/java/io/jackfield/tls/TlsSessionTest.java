package io.jackfield.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.tls.TlsException.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two sessions, back to back in memory. */
final class TlsSessionTest {
  @TempDir static Path folder;
  private static Authority authority;
  private static TlsIdentity identity;

  private TlsServerConfig.Builder serverSide;
  private TlsClientConfig.Builder clientSide;

  @BeforeAll
  static void makeCertificates() {
    authority = Authority.in(folder);
    identity = authority.issue("server", Authority.EC, "DNS:localhost,IP:127.0.0.1");
  }

  @BeforeEach
  void defaults() {
    serverSide = TlsServerConfig.builder(identity);
    clientSide = TlsClientConfig.builder().trust(authority.trust());
  }

  private End server() throws TlsConfigException {
    return new End(serverSide.build().newSession());
  }

  private End client() throws TlsConfigException {
    return new End(clientSide.build().newSession("localhost", 443));
  }

  private record Pair(End client, End server) {}

  private Pair connected(TlsProtocol protocol) throws TlsConfigException {
    serverSide.protocols(protocol);
    var pair = new Pair(client(), server());
    End.handshake(pair.client, pair.server, 100_000);
    assertThat(pair.client.session.isHandshakeDone()).isTrue();
    assertThat(pair.server.session.isHandshakeDone()).isTrue();
    return pair;
  }

  @ParameterizedTest(name = "{0}, {1} bytes at a time")
  @CsvSource({
    "TLS_1_2, 1", "TLS_1_2, 2", "TLS_1_2, 3", "TLS_1_2, 7", "TLS_1_2, 4096", "TLS_1_2, 1000000",
    "TLS_1_3, 1", "TLS_1_3, 2", "TLS_1_3, 3", "TLS_1_3, 7", "TLS_1_3, 4096", "TLS_1_3, 1000000"
  })
  void theEventsAreTheSameHoweverTheBytesAreSplit(TlsProtocol protocol, int chunk)
      throws Exception {
    serverSide.protocols(protocol);
    End client = client();
    End server = server();
    End.handshake(client, server, chunk);
    client.send("hello").send(new byte[40_000]);
    server.send("welcome");
    End.carry(client, server, chunk);
    client.close();
    End.carry(client, server, chunk);
    server.close();
    End.carry(client, server, chunk);
    // With TLS 1.3 the JDK leaves room in a record for the content type and the tag.
    int full = protocol == TlsProtocol.TLS_1_3 ? 16_367 : 16_384;
    assertThat(server.events)
        .containsExactly(
            "handshake " + protocol,
            "plain 5",
            "plain " + full,
            "plain " + full,
            "plain " + (40_000 - 2 * full),
            "closed");
    assertThat(client.events).containsExactly("handshake " + protocol, "plain 7", "closed");
    assertThat(client.session.isOutboundClosed()).isTrue();
    assertThat(server.session.heldBytes()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void whatIsSentArrivesWholeAndInOrderWhateverThePieces(int seed) throws Exception {
    var random = new Random(seed);
    Pair pair = connected(random.nextBoolean() ? TlsProtocol.TLS_1_2 : TlsProtocol.TLS_1_3);
    List<End> ends = List.of(pair.client, pair.server);
    pair.client.readOnly = random.nextBoolean();
    var expected = List.of(new ByteArrayOutputStream(), new ByteArrayOutputStream());
    for (int i = 0; i < 60; i++) {
      int from = random.nextInt(2);
      var bytes = new byte[random.nextInt(random.nextBoolean() ? 60 : 70_000)];
      random.nextBytes(bytes);
      ends.get(from).send(bytes);
      expected.get(from).writeBytes(bytes);
      if (random.nextBoolean()) {
        ends.get(1 - from).feed(ends.get(from).takeWire(), 1 + random.nextInt(30_000));
      }
    }
    End.carry(pair.client, pair.server, 1 + random.nextInt(20_000));
    assertThat(pair.server.plain.toByteArray()).isEqualTo(expected.get(0).toByteArray());
    assertThat(pair.client.plain.toByteArray()).isEqualTo(expected.get(1).toByteArray());
    assertThat(pair.client.failure).isNull();
    assertThat(pair.server.failure).isNull();
  }

  @Test
  void aReadOnlyViewIsTakenAndLeftAsItWas() throws Exception {
    Pair pair = connected(TlsProtocol.TLS_1_3);
    pair.client.send("hello");
    byte[] wire = pair.client.takeWire();
    byte[] before = wire.clone();
    pair.server.session.feed(ByteBuffer.wrap(wire).asReadOnlyBuffer(), pair.server);
    assertThat(pair.server.text()).isEqualTo("hello");
    assertThat(wire).isEqualTo(before);
  }

  @Test
  void aSinkSeesReadOnlyViews() throws Exception {
    Pair pair = connected(TlsProtocol.TLS_1_3);
    List<ByteBuffer> seen = new ArrayList<>();
    TlsSink sink =
        new TlsSink() {
          @Override
          public void cipherToSend(ByteBuffer cipher) {
            seen.add(cipher);
            pair.server.does(() -> pair.server.session.feed(cipher, pair.server));
          }

          @Override
          public void plainReceived(ByteBuffer plain) {}
        };
    pair.client.session.send(ByteBuffer.wrap(new byte[] {1}), sink);
    assertThat(seen).hasSize(1);
    assertThatThrownBy(() -> seen.getFirst().put(0, (byte) 0))
        .isInstanceOf(ReadOnlyBufferException.class);
    assertThat(pair.server.events).contains("plain 1");
  }

  @Test
  void withTls13EachSideClosesForItself() throws Exception {
    Pair pair = connected(TlsProtocol.TLS_1_3);
    pair.client.close();
    End.carry(pair.client, pair.server, 1000);
    assertThat(pair.server.session.isInboundClosed()).isTrue();
    assertThat(pair.server.session.isOutboundClosed()).isFalse();
    pair.server.send("still here");
    End.carry(pair.client, pair.server, 1000);
    assertThat(pair.client.text()).isEqualTo("still here");
    pair.server.close();
    End.carry(pair.client, pair.server, 1000);
    assertThat(pair.client.events).endsWith("closed");
  }

  @Test
  void withTls12ACloseIsAnsweredByAClose() throws Exception {
    Pair pair = connected(TlsProtocol.TLS_1_2);
    pair.client.close();
    End.carry(pair.client, pair.server, 1000);
    assertThat(pair.server.session.isOutboundClosed()).isTrue();
    assertThat(pair.client.events).endsWith("closed");
    assertThatThrownBy(() -> pair.server.session.send(ByteBuffer.allocate(1), pair.server))
        .isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @EnumSource
  void whatComesAfterTheCloseIsDropped(TlsProtocol protocol) throws Exception {
    Pair pair = connected(protocol);
    pair.client.close();
    pair.server.feed(pair.client.takeWire(), 1000).feed(new byte[500], 500);
    assertThat(pair.server.events).endsWith("closed");
    assertThat(pair.server.session.heldBytes()).isZero();
    pair.server.session.endOfInput();
  }

  @ParameterizedTest
  @EnumSource
  void anEndWithoutACloseIsATruncation(TlsProtocol protocol) throws Exception {
    Pair pair = connected(protocol);
    pair.client.send("half");
    byte[] wire = pair.client.takeWire();
    pair.server.feed(java.util.Arrays.copyOf(wire, wire.length - 1), 1000);
    pair.server.does(pair.server.session::endOfInput);
    assertThat(pair.server.failure()).isInstanceOf(TlsTruncatedException.class);
    assertThat(pair.server.text()).isEmpty();
    assertThat(pair.server.session.heldBytes()).isZero();
    // Only the input has ended: an answer is still possible.
    pair.server.send("answer");
    assertThat(pair.server.takeWire()).isNotEmpty();
  }

  @Test
  void anEndInTheHandshakeIsSaidAsSuch() throws Exception {
    End server = server().start();
    byte[] hello = client().start().takeWire();
    server.feed(java.util.Arrays.copyOf(hello, 50), 50);
    server.does(server.session::endOfInput);
    assertThat(server.failure().reason()).isEqualTo(Reason.ENDED_IN_HANDSHAKE);
  }

  @Test
  void nothingGoesOnBeforeTheTaskHasRun() throws Exception {
    End server = server().start();
    server.runsTasks = false;
    server.feed(client().start().takeWire(), 100);
    assertThat(server.session.needsTask()).isTrue();
    assertThat(server.takeWire()).isEmpty();
    Runnable task = server.session.takeTask();
    assertThatThrownBy(server.session::takeTask).isInstanceOf(IllegalStateException.class);
    Thread elsewhere = Thread.ofPlatform().start(task);
    elsewhere.join();
    server.session.taskDone(server);
    assertThat(server.takeWire()).isNotEmpty();
  }

  @Test
  void aCloseDuringATaskIsDoneAfterIt() throws Exception {
    End server = server().start();
    server.runsTasks = false;
    server.feed(client().start().takeWire(), 100);
    Runnable task = server.session.takeTask();
    server.close();
    assertThat(server.takeWire()).isEmpty();
    task.run();
    server.does(() -> server.session.taskDone(server));
    assertThat(server.takeWire()).isNotEmpty();
    assertThat(server.session.isOutboundClosed()).isTrue();
  }

  @Test
  void whatArrivesDuringATaskIsHeldUpToALimit() throws Exception {
    End server = server().start();
    server.runsTasks = false;
    server.feed(client().start().takeWire(), 1_000_000);
    int room = RecordInput.HELD_LIMIT_BYTES - server.session.heldBytes();
    server.feed(new byte[room], 1000);
    assertThat(server.session.heldBytes()).isEqualTo(RecordInput.HELD_LIMIT_BYTES);
    assertThatThrownBy(() -> server.session.feed(ByteBuffer.allocate(1), server))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aSinkMaySendAndCloseWhileItIsTold() throws Exception {
    Pair pair = connected(TlsProtocol.TLS_1_3);
    TlsSession session = pair.server.session;
    TlsSink echo =
        new TlsSink() {
          @Override
          public void cipherToSend(ByteBuffer cipher) {
            pair.server.cipherToSend(cipher);
          }

          @Override
          public void plainReceived(ByteBuffer plain) {
            pair.server.does(() -> session.send(plain, this));
          }

          @Override
          public void peerClosed() {
            pair.server.does(() -> session.closeOutbound(this));
          }
        };
    pair.client.send("one").send("two").close();
    session.feed(ByteBuffer.wrap(pair.client.takeWire()), echo);
    pair.client.feed(pair.server.takeWire(), 7);
    assertThat(pair.client.text()).isEqualTo("onetwo");
    assertThat(pair.client.events).endsWith("closed");
  }

  @Test
  void aSecondStartOrAnEarlySendIsAMistake() throws Exception {
    End client = client().start();
    assertThatThrownBy(() -> client.session.start(client))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> client.session.send(ByteBuffer.allocate(1), client))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(client.session::info).isInstanceOf(IllegalStateException.class);
  }
}
