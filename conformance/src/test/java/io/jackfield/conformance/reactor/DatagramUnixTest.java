package io.jackfield.conformance.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.reactor.DatagramOptions;
import io.jackfield.reactor.DatagramTransport;
import io.jackfield.reactor.ListeningPort;
import io.jackfield.reactor.LossReason.Done;
import io.jackfield.reactor.LossReason.TimedOut;
import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.SendOutcome.QueueFull;
import io.jackfield.reactor.SendOutcome.Queued;
import io.jackfield.reactor.SendOutcome.Sent;
import io.jackfield.reactor.driver.Capability;
import io.jackfield.reactor.driver.Driver;
import io.jackfield.reactor.driver.Drivers;
import io.jackfield.socket.ControlMessage.Descriptors;
import io.jackfield.socket.ControlMessage.SendDescriptors;
import io.jackfield.socket.ReceivedMessage;
import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketOptions;
import io.jackfield.socket.SocketType;
import io.jackfield.socket.address.AbstractUnixAddress;
import io.jackfield.socket.option.MulticastMembership;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for Unix datagrams and sequenced packets. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class DatagramUnixTest {
  private static final DatagramOptions FEW = DatagramOptions.builder().queue(4, 1_000).build();

  @TempDir Path folder;

  private final SocketAddress abstractServer = abstractName();
  private final DatagramRecorder server = new DatagramRecorder();
  private final DatagramRecorder client = new DatagramRecorder();

  private SocketAddress path(String name) {
    return UnixDomainSocketAddress.of(folder.resolve(name));
  }

  private static SocketAddress abstractName() {
    return AbstractUnixAddress.of(UUID.randomUUID().toString());
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT"})
  void pathsAndAbstractNamesReachEachOther(World world) throws Exception {
    SocketAddress name = abstractName();
    try (World.Scene scene = world.open()) {
      scene.server().datagrams().listen(path("server"), server);
      scene.client().datagrams().listen(name, client);
      client.say("hello", path("server"));
      client.say("", path("server"));
      scene.until(() -> server.messages.size() == 2);
      assertThat(server.messages).containsExactly("hello", "");
      assertThat(server.from).isEqualTo(name);
      server.say("answer", name);
      scene.until(() -> client.messages.contains("answer"));
      assertThat(client.say("x", path("nobody")).isTaken()).isFalse();
    }
  }

  /** Fills the queue of {@code to} in the kernel; returns how many it took. */
  private int fill(SocketAddress to) {
    int sent = 0;
    while (client.say("k" + sent, to) instanceof Sent) {
      sent++;
    }
    return sent;
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT"})
  void aFullTargetHoldsUpNobodyElseAndGetsAllInOrder(World world) throws Exception {
    var other = new DatagramRecorder();
    try (World.Scene scene = world.open()) {
      scene.server().datagrams().listen(path("server"), server);
      scene.server().datagrams().listen(path("other"), other);
      scene.client().datagrams().listen(path("client"), client, FEW);
      server.transport().pauseReading();
      int kernels = fill(path("server"));
      assertThat(client.transport().queuedMessages()).isOne();
      for (int i = 1; i < 4; i++) {
        assertThat(client.say("k" + (kernels + i), path("server"))).isInstanceOf(Queued.class);
      }
      ByteBuffer past = DatagramRecorder.bytes("past");
      assertThat(client.transport().send(past, path("server"))).isInstanceOf(QueueFull.class);
      assertThat(past.remaining()).isEqualTo(4);
      assertThat(client.say("elsewhere", path("other"))).isInstanceOf(Sent.class);
      scene.until(() -> other.messages.contains("elsewhere") && client.told.contains("paused"));
      server.transport().resumeReading();
      scene.until(() -> server.messages.size() == kernels + 4);
      assertThat(server.messages)
          .isEqualTo(IntStream.range(0, kernels + 4).mapToObj(i -> "k" + i).toList());
      scene.until(() -> client.told.contains("resumed"));
      assertThat(client.told).containsExactly("bound", "paused", "resumed");
      assertThat(client.transport().queuedBytes()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT"})
  void theQueueIsBoundedInBytesToo(World world) throws Exception {
    var options = DatagramOptions.builder().queue(100, 10).build();
    try (World.Scene scene = world.open()) {
      scene.server().datagrams().listen(path("server"), server);
      scene.client().datagrams().listen(path("client"), client, options);
      server.transport().pauseReading();
      int kernels = fill(path("server"));
      int waiting = ("k" + kernels).length();
      assertThat(client.say("x".repeat(11 - waiting), path("server")))
          .isInstanceOf(QueueFull.class);
      assertThat(client.say("x".repeat(10 - waiting), path("server"))).isInstanceOf(Queued.class);
      assertThat(client.transport().queuedBytes()).isEqualTo(10);
      client.transport().abort();
      server.transport().abort();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT"})
  void anEmptyMessageThatHasToWaitArrivesOnce(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      scene.server().datagrams().listen(path("server"), server);
      scene.client().datagrams().listen(path("client"), client);
      var connecting = client.transport().connect(path("server"));
      scene.until(connecting::isDone);
      server.transport().pauseReading();
      int sent = 0;
      while (client.say("") instanceof Sent) {
        sent++;
        assertThat(sent).as("an empty message waits as well").isLessThan(100_000);
      }
      client.say("last");
      int all = sent + 2;
      server.transport().resumeReading();
      scene.until(() -> server.messages.contains("last"));
      assertThat(server.messages).hasSize(all);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT"})
  void aCloseSendsFirstWhatWaitsOrGivesUpInTime(World world) throws Exception {
    var hasty = FEW.toBuilder().closeTimeout(Duration.ofMillis(20)).build();
    var patient = new DatagramRecorder();
    try (World.Scene scene = world.open()) {
      scene.server().datagrams().listen(path("server"), server);
      scene.client().datagrams().listen(path("client"), client, hasty);
      scene.client().datagrams().listen(path("patient"), patient, FEW);
      server.transport().pauseReading();
      fill(path("server"));
      patient.say("finally", path("server"));
      client.transport().close();
      patient.transport().close();
      scene.until(() -> client.stopped != null);
      assertThat(client.stopped).isEqualTo(new TimedOut("close", Duration.ofMillis(20)));
      assertThat(patient.stopped).isNull();
      server.transport().resumeReading();
      scene.until(() -> patient.stopped != null);
      assertThat(patient.stopped).isEqualTo(new Done());
      scene.until(() -> server.messages.contains("finally"));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT"})
  void aMessageLongerThanTheRoomIsNeverTakenForAWhole(World world) throws Exception {
    List<ReceivedMessage> seen = new ArrayList<>();
    var looking =
        new DatagramRecorder() {
          @Override
          public void datagramReceived(ByteBuffer data, ReceivedMessage message) {
            seen.add(message);
            super.datagramReceived(data, message);
          }
        };
    try (World.Scene scene = world.open()) {
      scene.server().datagrams().listen(path("server"), looking);
      scene.client().datagrams().listen(path("client"), client);
      client.transport().setOption(SocketOptions.SEND_BUFFER, 200_000);
      client.transport().send(ByteBuffer.allocate(65_537), path("server"));
      client.transport().send(ByteBuffer.allocate(65_536), path("server"));
      scene.until(() -> seen.size() == 2);
      assertThat(seen.getFirst().truncated()).isTrue();
      assertThat(seen.getFirst().length()).isEqualTo(65_537);
      assertThat(looking.messages).hasSize(1);
      assertThat(looking.messages.getFirst()).hasSize(65_536);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT"})
  void descriptorsThatNobodyTakesAreClosed(World world) throws Exception {
    List<Socket> taken = new ArrayList<>();
    var taker =
        new DatagramRecorder() {
          @Override
          public void datagramReceived(ByteBuffer data, ReceivedMessage message) {
            super.datagramReceived(data, message);
            if (messages.getLast().equals("take")
                && message.control().getFirst() instanceof Descriptors arrived) {
              taken.add(take(arrived));
            }
          }
        };
    var roomy = DatagramOptions.builder().controlBytes(256).build();
    try (World.Scene scene = world.open();
        Socket passed = Socket.open(StandardProtocolFamily.UNIX, SocketType.DATAGRAM)) {
      scene.server().datagrams().listen(path("server"), taker, roomy);
      scene.client().datagrams().listen(path("client"), client);
      for (String text : List.of("leave", "take")) {
        client
            .transport()
            .send(
                DatagramRecorder.bytes(text), path("server"), List.of(SendDescriptors.of(passed)));
      }
      scene.until(() -> taker.messages.size() == 2);
      assertThat(OpenFiles.sameAs(passed.descriptor())).isEqualTo(2);
      taken.getFirst().close();
      assertThat(OpenFiles.sameAs(passed.descriptor())).isEqualTo(1);
    }
  }

  private static Socket take(Descriptors arrived) {
    try {
      return arrived.passed().getFirst().takeSocket();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT"})
  void sequencedPacketsKeepTheirBoundsAndEnd(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      ListeningPort port =
          scene
              .server()
              .datagrams()
              .listenPackets(path("server"), _ -> server, DatagramOptions.DEFAULTS);
      var connecting =
          scene
              .client()
              .datagrams()
              .connectPackets(path("server"), client, DatagramOptions.DEFAULTS);
      scene.until(() -> connecting.isDone() && !server.told.isEmpty());
      assertThat(port.connections()).isOne();
      client.say("one");
      client.say("two");
      assertThatThrownBy(() -> client.say("")).isInstanceOf(IllegalArgumentException.class);
      scene.until(() -> server.messages.size() == 2);
      server.say("answer");
      scene.until(() -> client.messages.contains("answer"));
      client.say("last");
      client.transport().close();
      scene.until(() -> server.stopped != null);
      assertThat(server.messages).containsExactly("one", "two", "last");
      assertThat(server.told).containsExactly("bound", "stopped Done");
      assertThat(client.told).containsExactly("bound", "stopped Done");
      assertThat(port.connections()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT"})
  void packetsWaitForRoomAndAllArrive(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      scene
          .server()
          .datagrams()
          .listenPackets(abstractServer, _ -> server, DatagramOptions.DEFAULTS);
      var connecting =
          scene
              .client()
              .datagrams()
              .connectPackets(abstractServer, client, DatagramOptions.DEFAULTS);
      scene.until(() -> connecting.isDone() && !server.told.isEmpty());
      server.transport().pauseReading();
      int sent = 0;
      while (client.say("p" + sent) instanceof Sent) {
        sent++;
      }
      client.say("last");
      server.transport().resumeReading();
      scene.until(() -> server.messages.contains("last"));
      assertThat(server.messages).hasSize(sent + 2);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT"})
  void aFactorysNullRefusesAConnectionOfPackets(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      scene.server().datagrams().listenPackets(path("server"), _ -> null, DatagramOptions.DEFAULTS);
      var connecting =
          scene
              .client()
              .datagrams()
              .connectPackets(path("server"), client, DatagramOptions.DEFAULTS);
      scene.until(() -> client.stopped != null);
      assertThat(connecting).isCompleted();
      var nobody =
          scene
              .client()
              .datagrams()
              .connectPackets(path("nobody"), client, DatagramOptions.DEFAULTS);
      scene.until(nobody::isDone);
      assertThat(nobody).isCompletedExceptionally();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NIO", "SIMULATED", "CAPRICIOUS"})
  void aNetworkWithoutUnixMessagesSaysSo(World world) throws Exception {
    var roomy = DatagramOptions.builder().controlBytes(64).build();
    try (World.Scene scene = world.open()) {
      assertThatThrownBy(() -> scene.server().datagrams().listen(path("x"), server))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("Unix");
      assertThatThrownBy(() -> scene.server().listenDatagrams(scene.anyPort(), server, roomy))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("ancillary");
      assertThat(server.told).isEmpty();
    }
  }

  @Test
  void aDriverThatHasNoneRefuses() throws Exception {
    try (Reactor reactor =
        Reactor.builder().stallThreshold(null).driver(DatagramUnixTest::poor).build()) {
      assertThatThrownBy(() -> reactor.datagrams().listen(path("x"), client))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("Unix");
      assertThatThrownBy(() -> reactor.datagrams().listen(abstractName(), client))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("abstract");
      var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      DatagramTransport udp = reactor.datagrams().listen(loopback, client);
      assertThatThrownBy(() -> udp.join(new MulticastMembership(loopback.getAddress(), 0)))
          .isInstanceOf(UnsupportedOperationException.class);
    }
  }

  /** The epoll driver as it would be if it could do nothing more than it must. */
  private static Driver poor() throws IOException {
    Driver epoll = Drivers.epoll();
    return (Driver)
        Proxy.newProxyInstance(
            Driver.class.getClassLoader(),
            new Class<?>[] {Driver.class},
            (_, method, arguments) -> {
              if (method.getName().equals("capabilities")) {
                return EnumSet.noneOf(Capability.class);
              }
              try {
                return method.invoke(epoll, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
