package io.jackfield.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.reactor.driver.Chunk;
import io.jackfield.reactor.driver.Driver;
import io.jackfield.socket.SocketOptions;
import io.jackfield.socket.SocketType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How bytes go to and fro, and how a stream ends, on every driver. */
@Timeout(60)
final class DriverStreamContractTest {
  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  @ParameterizedTest
  @EnumSource
  void bytesArriveInOrderHoweverTheyAreCut(DriverKind kind) throws Exception {
    byte[] all = bytes(40_000);
    for (int piece : new int[] {1, 7, 1_000, 16_384, 40_000}) {
      try (Rig rig = new Rig(kind)) {
        Rig.Pair pair = rig.pair();
        int count = piece == 1 ? 500 : all.length;
        rig.driver.receive(pair.server().handle, true);
        for (int at = 0; at < count; at += piece) {
          pair.client().send(Arrays.copyOfRange(all, at, Math.min(count, at + piece)));
        }
        rig.turnUntil("all arrived", () -> pair.server().received.size() == count);
        assertThat(pair.server().received.toByteArray()).isEqualTo(Arrays.copyOf(all, count));
      }
    }
  }

  /** Wherever the driver's own memory ends; the simulated network's quirks are another matter. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SIMULATED")
  void whatIsSentAtOnceIsReceivedAtOnce(DriverKind kind) throws Exception {
    byte[] message = bytes(514);
    try (Rig rig = new Rig(kind)) {
      List<Rig.Pair> pairs = List.of(rig.pair(), rig.pair(), rig.pair());
      pairs.forEach(pair -> rig.driver.receive(pair.server().handle, true));
      for (int i = 1; i <= 300; i++) {
        int all = i * message.length;
        pairs.forEach(pair -> pair.client().send(message));
        rig.turnUntil(
            "all arrived",
            () -> pairs.stream().allMatch(pair -> pair.server().received.size() == all));
        assertThat(pairs).extracting(pair -> pair.server().parts).containsOnly(i);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPeerThatDoesNotReadMakesSendsWaitUntilItDoes(DriverKind kind) throws Exception {
    byte[] all = bytes(8_000_000);
    try (Rig rig = new Rig(kind)) {
      Rig.Pair pair = rig.pair();
      pair.client().send(all);
      rig.idle();
      assertThat(pair.client().sending).isTrue();
      assertThat(pair.client().outgoing.bytes()).isPositive();
      rig.driver.receive(pair.server().handle, true);
      rig.turnUntil("all arrived", () -> pair.server().received.size() == all.length);
      assertThat(pair.server().received.toByteArray()).isEqualTo(all);
      rig.turnUntil("all is sent", () -> !pair.client().sending);
    }
  }

  @ParameterizedTest
  @EnumSource
  void eachHalfEndsByItself(DriverKind kind) throws Exception {
    try (Rig rig = new Rig(kind)) {
      Recorder client = rig.pair().client();
      Rig.Pair pair = rig.pair();
      assertThat(rig.driver.shutdownSending(client.handle)).isZero();
      halfClose(rig, pair.client(), pair.server());
      halfClose(rig, pair.server(), pair.client());
      assertThat(pair.client().ended).isZero();
      assertThat(pair.server().ended).isZero();
    }
  }

  private static void halfClose(Rig rig, Recorder from, Recorder to) throws Exception {
    byte[] last = bytes(100_000);
    rig.driver.receive(to.handle, true);
    from.send(last);
    rig.turnUntil("all is sent", () -> !from.sending);
    assertThat(rig.driver.shutdownSending(from.handle)).isZero();
    rig.turnUntil("the end arrives", () -> to.ended != null);
    assertThat(to.ended).isZero();
    assertThat(to.received.toByteArray()).isEqualTo(last);
    from.send(new byte[1]);
    rig.turnUntil("a send after the end fails", () -> from.sendError != 0);
    assertThat(from.sendError).isEqualTo(-Errnos.EPIPE);
  }

  @ParameterizedTest
  @EnumSource
  void anOrderlyCloseDeliversWhatWasSent(DriverKind kind) throws Exception {
    byte[] last = bytes(50_000);
    try (Rig rig = new Rig(kind)) {
      Rig.Pair pair = rig.pair();
      rig.driver.receive(pair.server().handle, true);
      pair.client().send(last);
      rig.turnUntil("all is sent", () -> !pair.client().sending);
      pair.client().close(false);
      rig.turnUntil("the end arrives", () -> pair.server().ended != null);
      assertThat(pair.server().ended).isZero();
      assertThat(pair.server().received.toByteArray()).isEqualTo(last);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aResetIsToldOfAsSuch(DriverKind kind) throws Exception {
    try (Rig rig = new Rig(kind)) {
      Rig.Pair pair = rig.pair();
      rig.driver.receive(pair.server().handle, true);
      rig.idle();
      pair.client().close(true);
      rig.turnUntil("the end arrives", () -> pair.server().ended != null);
      assertThat(pair.server().ended).isEqualTo(-Errnos.ECONNRESET);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCloseWithBytesUnreadIsAReset(DriverKind kind) throws Exception {
    try (Rig rig = new Rig(kind)) {
      Rig.Pair pair = rig.pair();
      pair.server().send(bytes(100));
      rig.turnUntil("all is sent", () -> !pair.server().sending);
      rig.idle();
      pair.client().close(false);
      rig.driver.receive(pair.server().handle, true);
      rig.turnUntil("the end arrives", () -> pair.server().ended != null);
      assertThat(pair.server().ended).isEqualTo(-Errnos.ECONNRESET);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCloseWithASendThatIsPendingIsToldOfLastAndOnce(DriverKind kind) throws Exception {
    for (boolean reset : new boolean[] {false, true}) {
      try (Rig rig = new Rig(kind)) {
        Rig.Pair pair = rig.pair();
        pair.client().send(bytes(8_000_000));
        rig.idle();
        assertThat(pair.client().sending).isTrue();
        rig.driver.receive(pair.client().handle, true);
        pair.client().close(reset);
        pair.client().driver.close(pair.client().handle, reset);
        assertThat(pair.client().closed).as("told inside the call").isZero();
        rig.turnUntil("it is closed", () -> pair.client().closed == 1);
        rig.driver.receive(pair.server().handle, true);
        rig.turnUntil("the end arrives", () -> pair.server().ended != null);
        rig.idle();
        assertThat(pair.client().closed).isEqualTo(1);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void receivingCanBeSwitchedOffAndOn(DriverKind kind) throws Exception {
    byte[] all = bytes(10_000);
    try (Rig rig = new Rig(kind)) {
      Rig.Pair pair = rig.pair();
      rig.driver.receive(pair.server().handle, true);
      rig.idle();
      rig.driver.receive(pair.server().handle, false);
      pair.client().send(all);
      rig.idle();
      assertThat(pair.server().received.size()).isZero();
      for (int turn = 0; pair.server().received.size() < all.length; turn++) {
        assertThat(turn).isLessThan(20_000);
        rig.driver.receive(pair.server().handle, turn % 3 == 0);
        rig.driver.await(0);
        assertThat(rig.driver.complete()).isNotNegative();
        if (kind.isSimulated()) {
          rig.driver.await(1_000);
        }
      }
      assertThat(pair.server().received.toByteArray()).isEqualTo(all);
    }
  }

  @ParameterizedTest
  @EnumSource
  void sendsOfSmallBuffersDoNotLoseOrReorder(DriverKind kind) throws Exception {
    byte[] all = bytes(300_000);
    try (Rig rig = new Rig(kind)) {
      Rig.Pair pair = rig.pair();
      rig.driver.setOption(pair.client().handle, SocketOptions.SEND_BUFFER, 4_096);
      rig.driver.receive(pair.server().handle, true);
      rig.driver.receive(pair.client().handle, true);
      pair.client().send(all);
      pair.server().send(all);
      rig.turnUntil(
          "all arrived both ways",
          () ->
              pair.server().received.size() == all.length
                  && pair.client().received.size() == all.length);
      assertThat(pair.server().received.toByteArray()).isEqualTo(all);
      assertThat(pair.client().received.toByteArray()).isEqualTo(all);
    }
  }

  /** Whichever of the two is told first closes the other, whose number a new socket then has. */
  @ParameterizedTest
  @EnumSource
  void ofAHandleClosedEarlierInTheBatchNothingIsTold(DriverKind kind) throws Exception {
    try (Rig rig = new Rig(kind)) {
      Rig.Pair one = rig.pair();
      Rig.Pair two = rig.pair();
      List<Recorder> reused = new ArrayList<>();
      class Closing extends Recorder {
        Recorder other = this;

        Closing(Recorder of) {
          super(of.driver, of.handle);
        }

        @Override
        public void received(Chunk chunk, int from, int to) {
          super.received(chunk, from, to);
          if (!other.closing) {
            other.close(false);
            try {
              Recorder fresh = rig.open(SocketType.STREAM);
              rig.driver.bind(fresh.handle, Rig.LOOPBACK);
              rig.driver.listen(fresh.handle, 1);
              rig.driver.accept(fresh.handle, Integer.MAX_VALUE);
              reused.add(fresh);
            } catch (java.io.IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
          }
        }
      }
      Closing first = new Closing(one.server());
      Closing second = new Closing(two.server());
      first.other = second;
      second.other = first;
      one.client().send(new byte[] {1});
      two.client().send(new byte[] {1});
      rig.turnUntil("both are sent", () -> !one.client().sending && !two.client().sending);
      rig.driver.receive(first.handle, true);
      rig.driver.receive(second.handle, true);
      rig.turnUntil("one has closed the other", () -> !reused.isEmpty());
      rig.idle();
      assertThat(reused).hasSize(1);
      assertThat(reused.getFirst().accepted).isEmpty();
      assertThat(first.closed + second.closed).isEqualTo(1);
      assertThat(first.received.size() + second.received.size()).isEqualTo(1);
      one.server().closing = true; // Both handles have another recorder now.
      two.server().closing = true;
      one.server().closed = 1;
      two.server().closed = 1;
      (first.closing ? second : first).close(false);
      rig.idle();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aHandleMayCloseItselfInEveryCompletion(DriverKind kind) throws Exception {
    try (Rig rig = new Rig(kind)) {
      Rig.Pair pair = rig.pair();
      var closesItself =
          new Recorder(rig.driver, pair.server().handle) {
            @Override
            public void received(Chunk chunk, int from, int to) {
              super.received(chunk, from, to);
              close(false);
            }
          };
      pair.server().closing = true;
      pair.server().closed = 1;
      rig.driver.receive(closesItself.handle, true);
      pair.client().send(bytes(200_000));
      rig.turnUntil("it is closed", () -> closesItself.closed == 1);
      rig.idle();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSendOnNoConnectionFailsByAnErrno(DriverKind kind) throws Exception {
    try (Rig rig = new Rig(kind)) {
      Recorder socket = rig.open(SocketType.STREAM);
      socket.send(new byte[1]);
      rig.turnUntil("it fails", () -> socket.sendError != 0);
      assertThat(socket.sendError).isEqualTo(-Errnos.EPIPE);
      assertThat(rig.driver.shutdownSending(socket.handle)).isEqualTo(-Errnos.ENOTCONN);
      assertThat(Driver.PENDING).isNegative();
    }
  }
}
