package io.jackfield.service.ping;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import io.jackfield.service.ping.EchoTransport.Arrival;
import io.jackfield.service.ping.IcmpMessage.EchoReply;
import io.jackfield.socket.KernelException;
import io.jackfield.socket.PermissionDeniedException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernel's own echo on loopback. What this user may not open is skipped. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class EchoSocketTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static EchoSocket open(String target, EchoSocket.Kind kind) throws IOException {
    try {
      return EchoSocket.open(InetAddress.ofLiteral(target), kind);
    } catch (PermissionDeniedException e) {
      return abort("this user has no such socket: " + e.getMessage());
    }
  }

  private static Stream<Arguments> sockets() {
    return Stream.of(EchoSocket.Kind.values())
        .flatMap(kind -> Stream.of(Arguments.of("127.0.0.1", kind), Arguments.of("::1", kind)));
  }

  private static ByteBuffer counting(int bytes) {
    ByteBuffer data = ByteBuffer.allocate(bytes);
    while (data.hasRemaining()) {
      data.put((byte) data.position());
    }
    return data.flip();
  }

  private static Arrival next(EchoSocket socket) throws IOException {
    return requireNonNull(socket.receive(System.nanoTime() + PATIENCE.toNanos()), "no answer");
  }

  @ParameterizedTest
  @MethodSource("sockets")
  void aRequestIsAnsweredWithItsOwnBytes(String target, EchoSocket.Kind kind) throws IOException {
    try (EchoSocket socket = open(target, kind)) {
      for (int length : new int[] {0, 1, 55, 56, 1_473, 40_001}) {
        long before = System.nanoTime();
        long sent = socket.send(length, counting(length));
        Arrival arrival = next(socket);
        long after = System.nanoTime();
        assertThat(arrival.message())
            .isEqualTo(new EchoReply(socket.identifier(), length, counting(length)));
        assertThat(arrival.bytes()).isEqualTo(8 + length);
        assertThat(arrival.hopLimit()).isEqualTo(64);
        assertThat(arrival.source()).isEqualTo(InetAddress.ofLiteral(target));
        assertThat(sent).isBetween(before, after);
        assertThat(arrival.atNanos()).isBetween(before, after);
      }
    }
  }

  @Test
  void theLargestRequestIsAnsweredAndALargerOneRefused() throws IOException {
    try (EchoSocket socket = open("127.0.0.1", EchoSocket.Kind.RAW)) {
      socket.send(1, counting(EchoSocket.MAX_DATA_BYTES));
      assertThat(next(socket).bytes()).isEqualTo(65_515);
      assertThatThrownBy(() -> socket.send(2, counting(EchoSocket.MAX_DATA_BYTES + 1)))
          .isInstanceOf(KernelException.class)
          .hasMessageContaining("EMSGSIZE");
    }
  }

  @ParameterizedTest
  @MethodSource("sockets")
  void whereNothingComesTheTimeIsUp(String target, EchoSocket.Kind kind) throws IOException {
    try (EchoSocket socket = open(target, kind)) {
      long deadline = System.nanoTime() + Duration.ofMillis(30).toNanos();
      assertThat(socket.receive(deadline)).isNull();
      assertThat(System.nanoTime() - deadline).isNotNegative();
      assertThat(socket.receive(System.nanoTime() - 1)).isNull();
    }
  }

  @ParameterizedTest
  @MethodSource("sockets")
  void aCloseEndsTheWait(String target, EchoSocket.Kind kind) throws Exception {
    EchoSocket socket = open(target, kind);
    var waiting =
        CompletableFuture.supplyAsync(() -> {
          try {
            return next(socket);
          } catch (IOException e) {
            throw new CompletionException(e);
          }
        });
    socket.close();
    assertThatThrownBy(() -> waiting.get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(ClosedChannelException.class);
  }

  /** The kernel would give a raw socket everybody's replies; a filter keeps them out. */
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void othersRepliesDoNotReachARawSocket(String target) throws IOException {
    try (EchoSocket other = open(target, EchoSocket.Kind.RAW);
        EchoSocket ours = open(target, EchoSocket.Kind.RAW)) {
      other.send(1, counting(9));
      assertThat(next(other).message())
          .isEqualTo(new EchoReply(other.identifier(), 1, counting(9)));
      assertThat(ours.receive(System.nanoTime())).isNull();
      var plan =
          new PingPlan(InetAddress.ofLiteral(target), 3, Duration.ofMillis(5), 56, null, PATIENCE);
      other.send(2, counting(9));
      PingStatistics all = new Pinger(plan, ours, System::nanoTime, _ -> {}).run();
      assertThat(all.received()).isEqualTo(3);
      assertThat(all.duplicates()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("sockets")
  void theHopLimitIsSet(String target, EchoSocket.Kind kind) throws IOException {
    try (EchoSocket socket = open(target, kind)) {
      socket.hopLimit(1).send(1, counting(1));
      assertThat(next(socket).message()).isInstanceOf(EchoReply.class);
      assertThatThrownBy(() -> socket.hopLimit(0)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> socket.hopLimit(256)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void thePublicWayPingsLoopback() throws IOException {
    var plan =
        new PingPlan(InetAddress.ofLiteral("127.0.0.1"), 3, Duration.ofMillis(5), 56, 1, PATIENCE);
    try (Pinger pinger = Pinger.open(plan, _ -> {})) {
      PingStatistics all = pinger.run();
      assertThat(all.received()).isEqualTo(3);
      assertThat(all.min()).isPositive().isLessThanOrEqualTo(all.average());
      assertThat(all.average()).isLessThanOrEqualTo(all.max());
    } catch (PermissionDeniedException e) {
      abort("this user may not ping: " + e.getMessage());
    }
  }
}
