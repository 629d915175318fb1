package io.jackfield.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.reactor.driver.Capability;
import io.jackfield.reactor.driver.DescriptorKind;
import io.jackfield.reactor.driver.Driver;
import io.jackfield.reactor.driver.Handle;
import io.jackfield.socket.Pipe;
import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How bytes are moved inside the kernel, on every driver. */
@Timeout(60)
final class DriverSpliceContractTest {
  /** {@code POLLIN}. */
  private static final int READABLE = 1;

  private static final int PIPE_BYTES = 65_536;

  /** Moves what arrives at one stream to another when it is told that something is there. */
  private static final class Mover extends Recorder {
    final Handle sink;
    final Handle source;
    private final Handle to;
    boolean atEnd;

    Mover(Driver driver, Handle from, Handle to, Pipe pipe) throws Exception {
      super(driver, from);
      this.to = to;
      sink = driver.adopt(pipe.sink().descriptor(), DescriptorKind.SHARED_PIPE);
      source = driver.adopt(pipe.source().descriptor(), DescriptorKind.SHARED_PIPE);
    }

    @Override
    public void ready(int events) {
      assertThat(events & READABLE).isNotZero();
      int held = driver.splice(handle, sink, PIPE_BYTES);
      atEnd = held == 0;
      if (atEnd) {
        driver.watch(handle, 0);
      }
      while (held > 0) {
        int moved = driver.splice(source, to, held); // There is room for all.
        assertThat(moved).isPositive();
        held -= moved;
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatAReceiveStillBringsIsToldBeforeTheRestIsMoved(DriverKind kind) throws Exception {
    byte[] all = new byte[500_000];
    new Random(4).nextBytes(all);
    for (int turns = 0; turns < 8; turns++) {
      try (Rig rig = new Rig(kind)) {
        if (rig.driver.capabilities().contains(Capability.SPLICING)) {
          move(rig, all, turns);
        }
      }
    }
  }

  private static void move(Rig rig, byte[] all, int turns) throws Exception {
    Rig.Pair in = rig.pair();
    Rig.Pair out = rig.pair();
    try (Pipe pipe = Pipe.open()) {
      var mover = new Mover(rig.driver, in.server().handle, out.server().handle, pipe);
      rig.driver.receive(mover.handle, true);
      in.client().send(all);
      for (int i = 0; i < turns; i++) {
        rig.turn();
      }
      rig.driver.receive(mover.handle, false);
      rig.driver.watch(mover.handle, READABLE);
      rig.driver.receive(out.client().handle, true);
      rig.turnUntil("all is sent", () -> !in.client().sending);
      assertThat(rig.driver.shutdownSending(in.client().handle)).isZero();
      rig.turnUntil(
          "all came", () -> mover.received.size() + out.client().received.size() == all.length);
      rig.turnUntil("its end is told", () -> mover.atEnd);
      var came = new ByteArrayOutputStream();
      came.writeBytes(mover.received.toByteArray());
      came.writeBytes(out.client().received.toByteArray());
      assertThat(came.toByteArray()).isEqualTo(all);
      mover.handle.attach(in.server());
      rig.driver.close(mover.sink, false);
      rig.driver.close(mover.source, false);
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingThereIsOneAnswerAndNotDeclaredAnother(DriverKind kind) throws Exception {
    try (Rig rig = new Rig(kind)) {
      Handle socket = rig.pair().server().handle;
      if (!rig.driver.capabilities().contains(Capability.SPLICING)) {
        assertThatThrownBy(() -> rig.driver.splice(socket, socket, 1))
            .isInstanceOf(UnsupportedOperationException.class)
            .hasMessageContaining("splicing");
        return;
      }
      try (Pipe pipe = Pipe.open()) {
        Handle sink = rig.driver.adopt(pipe.sink().descriptor(), DescriptorKind.SHARED_PIPE);
        assertThat(rig.driver.splice(socket, sink, 1)).isEqualTo(-Errnos.EAGAIN);
        assertThat(rig.driver.splice(socket, socket, 1)).isEqualTo(-Errnos.EINVAL);
        rig.driver.close(sink, false);
      }
    }
  }
}
