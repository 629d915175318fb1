package io.jackfield.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.socket.ShutdownHow;
import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketType;
import io.jackfield.tls.TlsException.Reason;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The blocking stream over our own sockets. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class TlsStreamTest {
  @TempDir static Path folder;
  private static TlsClientConfig clientSide;
  private static TlsServerConfig serverSide;
  private static TlsServerConfig old;

  private List<Socket> sockets;
  private TlsStream client;
  private TlsStream server;

  @BeforeAll
  static void makeCertificates() throws Exception {
    Authority authority = Authority.in(folder);
    TlsIdentity identity = authority.issue("server", Authority.EC, "DNS:localhost");
    clientSide = TlsClientConfig.builder().trust(authority.trust()).build();
    serverSide = TlsServerConfig.builder(identity).build();
    old = TlsServerConfig.builder(identity).protocols(TlsProtocol.TLS_1_2).build();
  }

  @BeforeEach
  void connect() throws Exception {
    sockets = Socket.pair(SocketType.STREAM);
    client = new TlsStream(sockets.get(0), clientSide.newSession("localhost", 1));
    server = new TlsStream(sockets.get(1), serverSide.newSession());
  }

  @AfterEach
  void disconnect() throws Exception {
    client.abort();
    server.abort();
  }

  private static <T> FutureTask<T> meanwhile(Callable<T> work) {
    var task = new FutureTask<>(work);
    Thread.ofVirtual().start(task);
    return task;
  }

  private void handshake(TlsProtocol protocol) throws Exception {
    if (protocol == TlsProtocol.TLS_1_2) {
      server = new TlsStream(sockets.get(1), old.newSession());
    }
    var accepting = meanwhile(server::handshake);
    assertThat(client.handshake().protocol()).isEqualTo(protocol);
    assertThat(accepting.get().protocol()).isEqualTo(protocol);
  }

  @ParameterizedTest
  @CsvSource({"TLS_1_2, true", "TLS_1_2, false", "TLS_1_3, true", "TLS_1_3, false"})
  void bothSidesWriteAndReadAtOnce(TlsProtocol protocol, boolean virtual) throws Exception {
    handshake(protocol);
    Thread.Builder threads = virtual ? Thread.ofVirtual() : Thread.ofPlatform();
    var there = new byte[3_000_017];
    var back = new byte[2_000_003];
    new Random(1).nextBytes(there);
    new Random(2).nextBytes(back);
    FutureTask<Boolean> one = new FutureTask<>(() -> writeAll(client.out(), there));
    FutureTask<Boolean> two = new FutureTask<>(() -> writeAll(server.out(), back));
    FutureTask<byte[]> three = new FutureTask<>(() -> server.in().readNBytes(there.length));
    FutureTask<byte[]> four = new FutureTask<>(() -> client.in().readNBytes(back.length));
    for (FutureTask<?> task : List.of(one, two, three, four)) {
      threads.start(task);
    }
    assertThat(three.get(20, TimeUnit.SECONDS)).isEqualTo(there);
    assertThat(four.get(20, TimeUnit.SECONDS)).isEqualTo(back);
    assertThat(one.get() && two.get()).isTrue();
  }

  private static boolean writeAll(OutputStream out, byte[] bytes) throws Exception {
    out.write(bytes);
    return true;
  }

  @Test
  void theFirstReadOrWriteDoesTheHandshake() throws Exception {
    var reading = meanwhile(() -> server.in().readNBytes(5));
    client.out().write("hello".getBytes(US_ASCII));
    assertThat(reading.get()).asString(US_ASCII).isEqualTo("hello");
    assertThat(client.info().peerCertificates()).hasSize(1);
    assertThat(server.info().serverName()).isEqualTo("localhost");
  }

  @Test
  void aReaderThatWaitsDoesNotHoldUpAWriter() throws Exception {
    handshake(TlsProtocol.TLS_1_3);
    var reading = meanwhile(() -> client.in().read());
    client.out().write('q');
    assertThat(server.in().read()).isEqualTo('q');
    server.out().write('a');
    assertThat(reading.get()).isEqualTo('a');
  }

  @Test
  void withTls13TheOtherHalfGoesOn() throws Exception {
    handshake(TlsProtocol.TLS_1_3);
    client.out().write('q');
    client.closeOutbound();
    assertThat(server.in().readAllBytes()).containsExactly('q');
    server.out().write("answer".getBytes(US_ASCII));
    server.close();
    assertThat(client.in().readAllBytes()).asString(US_ASCII).isEqualTo("answer");
    assertThatThrownBy(() -> client.out().write(1)).isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void withTls12AReaderAnswersACloseByItself() throws Exception {
    handshake(TlsProtocol.TLS_1_2);
    client.closeOutbound();
    assertThat(server.in().read()).isEqualTo(-1);
    assertThat(client.in().read()).isEqualTo(-1);
    assertThatThrownBy(() -> server.out().write(1)).isInstanceOf(ClosedChannelException.class);
  }

  @ParameterizedTest
  @EnumSource
  void aCloseIsAnEndAndAnEndWithoutOneIsATruncation(TlsProtocol protocol) throws Exception {
    handshake(protocol);
    client.out().write('q');
    client.close();
    assertThat(server.in().readAllBytes()).containsExactly('q');
    disconnect();
    connect();
    handshake(protocol);
    client.out().write('q');
    sockets.get(0).shutdown(ShutdownHow.WRITE);
    InputStream in = server.in();
    assertThat(in.read()).isEqualTo('q');
    assertThatThrownBy(in::read).isInstanceOf(TlsTruncatedException.class);
    assertThatThrownBy(in::read).isInstanceOf(TlsTruncatedException.class);
  }

  @Test
  void aFailedHandshakeTellsBothSides() throws Exception {
    client = new TlsStream(sockets.get(0), clientSide.newSession("elsewhere.test", 1));
    var accepting = meanwhile(server::handshake);
    assertThatThrownBy(client::handshake)
        .isInstanceOfSatisfying(
            TlsException.class, e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_HOST));
    assertThatThrownBy(accepting::get)
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            TlsException.class, e -> assertThat(e.alert()).isEqualTo("certificate_unknown"));
    assertThatThrownBy(client::handshake).isInstanceOf(TlsException.class);
  }

  @Test
  void aTimeOutIsTheChannelsAndLosesNothing() throws Exception {
    handshake(TlsProtocol.TLS_1_3);
    sockets.get(0).timeout(Duration.ofMillis(1));
    assertThatThrownBy(() -> client.in().read()).isInstanceOf(SocketTimeoutException.class);
    sockets.get(0).timeout(Socket.NEVER);
    server.out().write('a');
    assertThat(client.in().read()).isEqualTo('a');
  }

  @Test
  void aWriteThatTimedOutGoesOnWhereItWas() throws Exception {
    handshake(TlsProtocol.TLS_1_3);
    sockets.get(0).timeout(Duration.ofMillis(1));
    var content = new byte[2_000_000];
    new Random(3).nextBytes(content);
    ByteBuffer from = ByteBuffer.wrap(content);
    var reading = new FutureTask<>(() -> server.in().readNBytes(content.length));
    int timeOuts = 0;
    while (from.hasRemaining()) {
      try {
        client.write(from);
      } catch (SocketTimeoutException e) {
        if (timeOuts++ == 0) {
          Thread.ofVirtual().start(reading);
        }
      }
    }
    sockets.get(0).timeout(Socket.NEVER);
    client.flush();
    assertThat(timeOuts).isPositive();
    assertThat(reading.get()).isEqualTo(content);
  }

  @Test
  void aChannelThatDoesNotWaitIsTakenAsFarAsItGoes() throws Exception {
    handshake(TlsProtocol.TLS_1_3);
    sockets.get(0).timeout(Duration.ZERO);
    assertThat(client.read(ByteBuffer.allocate(10))).isZero();
    assertThatThrownBy(() -> client.in().read()).isInstanceOf(IllegalBlockingModeException.class);
    ByteBuffer much = ByteBuffer.allocate(5_000_000);
    int sent = 0;
    for (int count; (count = client.write(much)) > 0; ) {
      sent += count;
    }
    assertThat(much.hasRemaining()).isTrue();
    int expected = sent;
    var reading = meanwhile(() -> server.in().readNBytes(expected).length);
    sockets.get(0).timeout(Socket.NEVER);
    client.flush();
    assertThat(reading.get()).isEqualTo(sent);
  }

  @Test
  void aCloseEndsAReadOfAnotherThread() throws Exception {
    handshake(TlsProtocol.TLS_1_3);
    var reading = meanwhile(() -> client.in().read());
    var other = meanwhile(() -> server.in().read());
    client.close();
    assertThatThrownBy(reading::get).hasRootCauseInstanceOf(ClosedChannelException.class);
    assertThat(other.get()).isEqualTo(-1);
    assertThat(client.isOpen()).isFalse();
    client.close();
  }
}
