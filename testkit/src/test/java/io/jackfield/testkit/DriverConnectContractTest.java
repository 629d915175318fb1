package io.jackfield.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.reactor.driver.Capability;
import io.jackfield.reactor.driver.Handle;
import io.jackfield.socket.AddressInUseException;
import io.jackfield.socket.AddressUnavailableException;
import io.jackfield.socket.CallFailure;
import io.jackfield.socket.Errno;
import io.jackfield.socket.SelectLimitException;
import io.jackfield.socket.SocketType;
import io.jackfield.socket.TooManyOpenFilesException;
import io.jackfield.socket.address.AbstractUnixAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.ArrayDeque;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How sockets are opened, bound, connected and accepted, on every driver. */
@Isolated("takes all descriptors of the process")
@Timeout(60)
final class DriverConnectContractTest {
  @ParameterizedTest
  @EnumSource
  void aConnectionHasTheAddressesOfBothItsEnds(DriverKind kind) throws Exception {
    try (Rig rig = new Rig(kind)) {
      Rig.Pair pair = rig.pair();
      SocketAddress client = rig.address(pair.client());
      SocketAddress server = rig.address(pair.server());
      assertThat(rig.driver.remoteAddress(pair.client().handle)).isEqualTo(server);
      assertThat(rig.driver.remoteAddress(pair.server().handle)).isEqualTo(client);
      assertThat(((InetSocketAddress) client).getPort()).isPositive();
    }
  }

  @ParameterizedTest
  @EnumSource
  void nobodyListeningIsARefusal(DriverKind kind) throws Exception {
    try (Rig rig = new Rig(kind)) {
      Recorder nobody = rig.open(SocketType.STREAM);
      rig.driver.bind(nobody.handle, Rig.LOOPBACK);
      Recorder client = rig.connect(rig.address(nobody));
      rig.turnUntil("it is refused", () -> client.connected != null);
      assertThat(client.connected).isEqualTo(-Errnos.ECONNREFUSED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAddressIsTakenOnceOnly(DriverKind kind) throws Exception {
    try (Rig rig = new Rig(kind)) {
      Recorder first = rig.listen(1);
      Recorder second = rig.open(SocketType.STREAM);
      assertThatThrownBy(() -> rig.driver.bind(second.handle, rig.address(first)))
          .isInstanceOf(AddressInUseException.class);
      first.close(false);
      rig.turnUntil("it is closed", () -> first.closed == 1);
      Recorder third = rig.open(SocketType.STREAM);
      rig.driver.bind(third.handle, Rig.LOOPBACK);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAddressOfAnotherMachineIsNotAvailable(DriverKind kind) throws Exception {
    try (Rig rig = new Rig(kind)) {
      Recorder socket = rig.open(SocketType.STREAM);
      var elsewhere = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 0);
      assertThatThrownBy(() -> rig.driver.bind(socket.handle, elsewhere))
          .isInstanceOf(AddressUnavailableException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void acceptingCanBeSwitchedOffAndOn(DriverKind kind) throws Exception {
    try (Rig rig = new Rig(kind)) {
      Recorder listener = rig.listen(16);
      Recorder client = rig.connect(rig.address(listener));
      rig.turnUntil("it is connected", () -> client.connected != null);
      rig.driver.accept(listener.handle, Integer.MAX_VALUE);
      rig.driver.accept(listener.handle, 0);
      rig.idle();
      assertThat(listener.accepted).isEmpty();
      rig.driver.accept(listener.handle, Integer.MAX_VALUE);
      rig.turnUntil("it is accepted", () -> listener.accepted.size() == 1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void manyConnectionsAreAcceptedEachOnce(DriverKind kind) throws Exception {
    try (Rig rig = new Rig(kind)) {
      Recorder listener = rig.listen(128);
      rig.driver.accept(listener.handle, Integer.MAX_VALUE);
      for (int i = 0; i < 100; i++) {
        rig.connect(rig.address(listener));
      }
      rig.turnUntil("all are accepted", () -> listener.accepted.size() == 100);
      rig.idle();
      assertThat(listener.accepted.stream().map(one -> rig.driver.remoteAddress(one.handle)))
          .hasSize(100)
          .doesNotHaveDuplicates();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCloseWhileItConnectsIsToldAsClosedOnly(DriverKind kind) throws Exception {
    try (Rig rig = new Rig(kind)) {
      Recorder listener = rig.listen(16);
      Recorder client = rig.connect(rig.address(listener));
      client.close(false);
      rig.turnUntil("it is closed", () -> client.closed == 1);
      rig.idle();
      assertThat(client.connected).isNull();
    }
  }

  /** A class read from a folder needs a descriptor too, so all that is used here is used before. */
  @ParameterizedTest
  @EnumSource
  void withoutADescriptorLeftAcceptingFailsAndRecovers(DriverKind kind) throws Exception {
    assertThat(new CallFailure("socket", new Errno(Errnos.EMFILE), null, null).exception())
        .isInstanceOf(TooManyOpenFilesException.class);
    try (Rig rig = new Rig(kind)) {
      Rig.Pair rehearsal = rig.pair();
      rig.driver.receive(rehearsal.server().handle, true);
      rehearsal.client().send(new byte[100]);
      rig.turnUntil("it arrives", () -> rehearsal.server().received.size() == 100);
      rehearsal.client().close(true);
      rig.turnUntil("the end arrives", () -> rehearsal.server().ended != null);

      Recorder listener = rig.listen(16);
      rig.driver.accept(listener.handle, Integer.MAX_VALUE);
      Recorder first = rig.connect(rig.address(listener));
      rig.turnUntil("a first one is accepted", () -> listener.accepted.size() == 1);
      Recorder second = rig.open(SocketType.STREAM);
      rig.driver.receive(first.handle, true);
      rig.driver.receive(second.handle, false);

      var hoard = new ArrayDeque<Handle>();
      assertThatThrownBy(
              () -> {
                for (; ; ) {
                  hoard.add(rig.driver.open(StandardProtocolFamily.INET, SocketType.STREAM));
                }
              })
          .isInstanceOf(shortage(kind))
          .hasMessageContaining(
              kind == DriverKind.SELECT
                  ? "descriptors numbered below 1024"
                  : "socket: too many open files in the process (EMFILE)");
      try {
        rig.driver.connect(second.handle, rig.address(listener));
        rig.turnUntil(
            "accepting fails",
            () -> !listener.acceptFailures.isEmpty() || !listener.turnedAway.isEmpty());
        if (kind == DriverKind.SELECT) {
          assertThat(listener.acceptFailures).isEmpty();
          assertThat(listener.turnedAway).hasOnlyElementsOfType(SelectLimitException.class);
        } else {
          assertThat(listener.acceptFailures).containsOnly(-Errnos.EMFILE);
          assertThat(listener.turnedAway).isEmpty();
        }
        rig.turnUntil("it is told that it is connected", () -> second.connected != null);
        rig.driver.receive(second.handle, true);
        rig.turnUntil("the one not served is turned away", () -> second.ended != null);
      } finally {
        hoard.forEach(one -> rig.driver.close(one, false));
        rig.idle();
      }

      Recorder third = rig.connect(rig.address(listener));
      rig.turnUntil("a later one is accepted", () -> listener.accepted.size() == 2);
      assertThat(third.connected).isZero();
    }
  }

  /** Select has no use for the higher ones of those that are left. */
  private static Class<? extends IOException> shortage(DriverKind kind) {
    return kind == DriverKind.SELECT ? SelectLimitException.class : TooManyOpenFilesException.class;
  }

  @ParameterizedTest
  @EnumSource
  void unixStreamsAreThereWhereDeclared(DriverKind kind, @TempDir Path folder) throws Exception {
    try (Rig rig = new Rig(kind)) {
      if (!rig.driver.capabilities().contains(Capability.UNIX_STREAMS)) {
        assertThatThrownBy(() -> rig.driver.open(StandardProtocolFamily.UNIX, SocketType.STREAM))
            .isInstanceOf(UnsupportedOperationException.class);
        return;
      }
      connectsBy(rig, UnixDomainSocketAddress.of(folder.resolve("socket")), Errnos.ENOENT);
      SocketAddress name = AbstractUnixAddress.of("jackfield " + folder);
      if (rig.driver.capabilities().contains(Capability.ABSTRACT_NAMES)) {
        connectsBy(rig, name, Errnos.ECONNREFUSED);
      } else {
        assertThatThrownBy(() -> rig.driver.bind(unix(rig).handle, name))
            .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> rig.driver.connect(unix(rig).handle, name))
            .isInstanceOf(UnsupportedOperationException.class);
      }
    }
  }

  private static void connectsBy(Rig rig, SocketAddress name, int before) throws Exception {
    Recorder early = unix(rig);
    rig.driver.connect(early.handle, name);
    rig.turnUntil("it fails", () -> early.connected != null);
    assertThat(early.connected).isEqualTo(-before);

    Recorder listener = unix(rig);
    rig.driver.bind(listener.handle, name);
    rig.driver.listen(listener.handle, 4);
    rig.driver.accept(listener.handle, Integer.MAX_VALUE);
    Recorder client = unix(rig);
    rig.driver.connect(client.handle, name);
    rig.turnUntil(
        "both ends are connected", () -> client.connected != null && !listener.accepted.isEmpty());
    assertThat(client.connected).isZero();
    assertThat(rig.driver.remoteAddress(client.handle)).isEqualTo(name);
    client.send(new byte[] {1, 2, 3});
    Recorder server = listener.accepted.getFirst();
    rig.driver.receive(server.handle, true);
    rig.turnUntil("it arrives", () -> server.received.size() == 3);
  }

  private static Recorder unix(Rig rig) throws Exception {
    Handle handle = rig.driver.open(StandardProtocolFamily.UNIX, SocketType.STREAM);
    return rig.keep(new Recorder(rig.driver, handle));
  }
}
