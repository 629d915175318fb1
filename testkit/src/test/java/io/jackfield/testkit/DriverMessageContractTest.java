package io.jackfield.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.reactor.driver.Capability;
import io.jackfield.reactor.driver.DescriptorKind;
import io.jackfield.reactor.driver.Driver;
import io.jackfield.reactor.driver.Handle;
import io.jackfield.socket.ControlMessage;
import io.jackfield.socket.SocketType;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How messages go to and fro, on every driver. */
@Timeout(60)
final class DriverMessageContractTest {
  private static Recorder bound(Rig rig) throws Exception {
    Recorder socket = rig.open(SocketType.DATAGRAM);
    rig.driver.bind(socket.handle, Rig.LOOPBACK);
    return socket;
  }

  /** Sends it and returns what came of it. */
  private static int send(Rig rig, Recorder from, @Nullable SocketAddress to, byte[] bytes)
      throws Exception {
    int result = rig.driver.sendMessage(from.handle, ByteBuffer.wrap(bytes), to, List.of());
    if (result != Driver.PENDING) {
      return result;
    }
    from.sending = true;
    from.sent = null;
    rig.turnUntil("it is sent", () -> !from.sending);
    Integer sent = from.sent;
    return sent == null ? 0 : sent;
  }

  @ParameterizedTest
  @EnumSource
  void messagesKeepTheirLimitsAndSources(DriverKind kind) throws Exception {
    try (Rig rig = new Rig(kind)) {
      Recorder one = bound(rig);
      Recorder two = bound(rig);
      rig.driver.receiveMessages(two.handle, 0, true);
      int[] lengths = {0, 1, 1_472, 65_507};
      for (int i = 0; i < lengths.length; i++) {
        byte[] bytes = new byte[lengths[i]];
        Arrays.fill(bytes, (byte) (i + 1));
        assertThat(send(rig, one, rig.address(two), bytes)).isEqualTo(lengths[i]);
        int expected = i + 1;
        rig.turnUntil("it arrives", () -> two.messages.size() == expected);
        assertThat(two.messageBytes.get(i)).isEqualTo(bytes);
        assertThat(two.messages.get(i).source()).isEqualTo(rig.address(one));
        assertThat(two.messages.get(i).length()).isEqualTo(lengths[i]);
        assertThat(two.messages.get(i).truncated()).isFalse();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aMessageThatIsTooLongIsRefused(DriverKind kind) throws Exception {
    try (Rig rig = new Rig(kind)) {
      Recorder one = bound(rig);
      Recorder two = bound(rig);
      assertThat(send(rig, one, rig.address(two), new byte[65_508])).isEqualTo(-Errnos.EMSGSIZE);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aConnectedSocketHearsItsPeerOnlyAndNeedsNoAddress(DriverKind kind) throws Exception {
    try (Rig rig = new Rig(kind)) {
      Recorder one = bound(rig);
      Recorder two = bound(rig);
      Recorder stranger = bound(rig);
      assertThat(send(rig, two, null, new byte[1])).isEqualTo(-Errnos.EDESTADDRREQ);
      rig.driver.connect(two.handle, rig.address(one));
      rig.turnUntil("it is connected", () -> two.connected != null);
      assertThat(two.connected).isZero();
      rig.driver.receiveMessages(two.handle, 0, true);
      rig.driver.receiveMessages(one.handle, 0, true);
      assertThat(send(rig, stranger, rig.address(two), new byte[] {9})).isEqualTo(1);
      assertThat(send(rig, one, rig.address(two), new byte[] {1})).isEqualTo(1);
      assertThat(send(rig, two, null, new byte[] {2})).isEqualTo(1);
      rig.turnUntil("both hear", () -> !one.messages.isEmpty() && !two.messages.isEmpty());
      rig.idle();
      assertThat(two.messageBytes).containsExactly(new byte[] {1});
      assertThat(one.messageBytes).containsExactly(new byte[] {2});
    }
  }

  @ParameterizedTest
  @EnumSource
  void aConnectedSocketLearnsThatNobodyIsThereAndGoesOn(DriverKind kind) throws Exception {
    try (Rig rig = new Rig(kind)) {
      Recorder gone = bound(rig);
      SocketAddress address = rig.address(gone);
      gone.close(false);
      rig.turnUntil("it is closed", () -> gone.closed == 1);
      Recorder one = bound(rig);
      rig.driver.connect(one.handle, address);
      rig.turnUntil("it is connected", () -> one.connected != null);
      rig.driver.receiveMessages(one.handle, 0, true);
      assertThat(send(rig, one, null, new byte[1])).isEqualTo(1);
      rig.turnUntil("it is told", () -> one.ended != null);
      assertThat(one.ended).isEqualTo(-Errnos.ECONNREFUSED);

      Recorder back = rig.open(SocketType.DATAGRAM);
      rig.driver.bind(back.handle, address);
      assertThat(send(rig, back, rig.address(one), new byte[] {7})).isEqualTo(1);
      rig.turnUntil("it receives", () -> one.messages.size() == 1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void receivingMessagesCanBeSwitchedOffAndOn(DriverKind kind) throws Exception {
    try (Rig rig = new Rig(kind)) {
      Recorder one = bound(rig);
      Recorder two = bound(rig);
      for (int i = 0; i < 40; i++) {
        assertThat(send(rig, one, rig.address(two), new byte[] {(byte) i})).isEqualTo(1);
      }
      rig.idle();
      assertThat(two.messages).isEmpty();
      rig.driver.receiveMessages(two.handle, 0, true);
      rig.turnUntil("all arrive", () -> two.messages.size() == 40);
      rig.driver.receiveMessages(two.handle, 0, false);
      rig.idle();
      assertThat(send(rig, one, rig.address(two), new byte[1])).isEqualTo(1);
      rig.idle();
      assertThat(two.messages).hasSize(40);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCloseWithMessagesUnreadTellsNoneOfThem(DriverKind kind) throws Exception {
    try (Rig rig = new Rig(kind)) {
      Recorder one = bound(rig);
      Recorder two = bound(rig);
      assertThat(send(rig, one, rig.address(two), new byte[1])).isEqualTo(1);
      rig.idle();
      rig.driver.receiveMessages(two.handle, 0, true);
      two.close(false);
      rig.turnUntil("it is closed", () -> two.closed == 1);
      assertThat(two.messages).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void unixMessagesAreCutAtTheChunkWhereDeclared(DriverKind kind, @TempDir Path folder)
      throws Exception {
    try (Rig rig = new Rig(kind)) {
      if (!rig.driver.capabilities().contains(Capability.UNIX_MESSAGES)) {
        assertThatThrownBy(() -> rig.driver.open(StandardProtocolFamily.UNIX, SocketType.DATAGRAM))
            .isInstanceOf(UnsupportedOperationException.class)
            .hasMessageContaining("UNIX");
        return;
      }
      Recorder one = unix(rig, folder.resolve("one"));
      Recorder two = unix(rig, folder.resolve("two"));
      rig.driver.receiveMessages(two.handle, 0, true);
      assertThat(send(rig, one, rig.address(two), new byte[70_000])).isEqualTo(70_000);
      rig.turnUntil("it arrives", () -> two.messages.size() == 1);
      assertThat(two.messages.getFirst().truncated()).isTrue();
      assertThat(two.messages.getFirst().length()).isEqualTo(70_000);
      assertThat(two.messages.getFirst().source()).isEqualTo(rig.address(one));
    }
  }

  private static Recorder unix(Rig rig, Path path) throws Exception {
    Handle handle = rig.driver.open(StandardProtocolFamily.UNIX, SocketType.DATAGRAM);
    rig.driver.bind(handle, UnixDomainSocketAddress.of(path));
    return rig.keep(new Recorder(rig.driver, handle));
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNotDeclaredIsRefusedInWords(DriverKind kind) throws Exception {
    try (Rig rig = new Rig(kind)) {
      Recorder socket = bound(rig);
      if (!rig.driver.capabilities().contains(Capability.ANCILLARY_DATA)) {
        assertThatThrownBy(() -> rig.driver.receiveMessages(socket.handle, 64, true))
            .isInstanceOf(UnsupportedOperationException.class)
            .hasMessageContaining("ancillary data");
        List<ControlMessage> beside = List.of(new ControlMessage.HopLimit(4, false));
        ByteBuffer data = ByteBuffer.allocate(1);
        assertThatThrownBy(() -> rig.driver.sendMessage(socket.handle, data, null, beside))
            .isInstanceOf(UnsupportedOperationException.class)
            .hasMessageContaining("ancillary data");
      }
      if (!rig.driver.capabilities().contains(Capability.DESCRIPTORS)) {
        assertThatThrownBy(() -> rig.driver.adopt(0, DescriptorKind.WATCHED))
            .isInstanceOf(UnsupportedOperationException.class)
            .hasMessageContaining("descriptors");
        assertThatThrownBy(() -> rig.driver.watch(socket.handle, 1))
            .isInstanceOf(UnsupportedOperationException.class)
            .hasMessageContaining("descriptors");
      }
    }
  }
}
