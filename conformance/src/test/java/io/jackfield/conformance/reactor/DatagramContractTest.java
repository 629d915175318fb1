package io.jackfield.conformance.reactor;

import static io.jackfield.conformance.reactor.Pair.ANY_PORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.reactor.DatagramOptions;
import io.jackfield.reactor.DatagramTransport;
import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.LossReason.Aborted;
import io.jackfield.reactor.LossReason.Lost;
import io.jackfield.reactor.SendOutcome.Dropped;
import io.jackfield.reactor.SendOutcome.Failed;
import io.jackfield.reactor.SendOutcome.Sent;
import io.jackfield.socket.AddressInUseException;
import io.jackfield.socket.IpMulticastOptions;
import io.jackfield.socket.option.MulticastInterface;
import io.jackfield.socket.option.MulticastMembership;
import io.jackfield.socket.option.SourceMembership;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.NotYetConnectedException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for datagrams, whatever carries them. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class DatagramContractTest {
  private final DatagramRecorder server = new DatagramRecorder();
  private final DatagramRecorder client = new DatagramRecorder();

  private void open(World.Scene scene) throws IOException {
    scene.server().listenDatagrams(ANY_PORT, server, DatagramOptions.DEFAULTS);
    scene.client().listenDatagrams(ANY_PORT, client, DatagramOptions.DEFAULTS);
  }

  @ParameterizedTest
  @EnumSource
  void messagesArriveWholeWithTheirSender(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      open(scene);
      assertThat(client.say("one", server.address())).isInstanceOf(Sent.class);
      client.say("", server.address());
      client.say("three", server.address());
      scene.until(() -> server.messages.size() == 3);
      assertThat(server.messages).containsExactly("one", "", "three");
      assertThat(server.from).isEqualTo(client.address());
      server.say("answer", client.address());
      scene.until(() -> client.messages.contains("answer"));
      assertThat(client.told).containsExactly("bound");
    }
    assertThat(client.told).as("a stop closes ports").containsExactly("bound", "stopped Done");
    assertThat(server.told).containsExactly("bound", "stopped Done");
  }

  @ParameterizedTest
  @EnumSource
  void aClosedPortIsToldSoOnceAndDropsWhatIsSent(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      open(scene);
      SocketAddress to = server.address();
      client.transport().close();
      client.transport().close();
      assertThat(client.stopped).as("not inside the call").isNull();
      assertThat(client.say("x", to)).isInstanceOf(Dropped.class);
      scene.until(() -> client.stopped != null);
      client.transport().abort();
      assertThat(client.say("x", to)).isInstanceOf(Dropped.class);
      assertThat(client.transport().localAddress()).isNull();
      assertThatThrownBy(() -> client.transport().getOption(IpMulticastOptions.LOOP))
          .isInstanceOf(IOException.class);
      scene.step();
      assertThat(client.told).containsExactly("bound", "stopped Done");
      server.transport().abort();
      scene.until(() -> server.stopped != null);
      assertThat(server.stopped).isEqualTo(new Aborted());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aConnectedPortHearsItsPeerAlone(World world) throws Exception {
    var stranger = new DatagramRecorder();
    try (World.Scene scene = world.open()) {
      open(scene);
      scene.client().listenDatagrams(ANY_PORT, stranger, DatagramOptions.DEFAULTS);
      assertThatThrownBy(() -> client.say("to nobody"))
          .isInstanceOf(NotYetConnectedException.class);
      var connecting = client.transport().connect(server.address());
      client.say("hello");
      scene.until(() -> connecting.isDone() && server.messages.size() == 1);
      assertThat(client.transport().remoteAddress()).isEqualTo(server.address());
      stranger.say("from a stranger", client.address());
      server.say("from the peer", client.address());
      scene.until(() -> !client.messages.isEmpty());
      scene.pass(Duration.ofMillis(5));
      assertThat(client.messages).containsExactly("from the peer");
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneThatBeginsConnectedIsToldWhenItIs(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      scene.server().listenDatagrams(ANY_PORT, server, DatagramOptions.DEFAULTS);
      var connecting =
          scene.client().datagrams().connect(server.address(), client, DatagramOptions.DEFAULTS);
      assertThat(client.told).isEmpty();
      scene.until(connecting::isDone);
      assertThat(connecting.join()).isSameAs(client.transport());
      client.say("hello");
      scene.until(() -> server.messages.contains("hello"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRefusalIsToldAndThePortGoesOn(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      open(scene);
      var gone = new DatagramRecorder();
      scene.server().listenDatagrams(ANY_PORT, gone, DatagramOptions.DEFAULTS);
      SocketAddress deserted = gone.address();
      gone.transport().close();
      scene.until(() -> gone.stopped != null);
      var _ = client.transport().connect(deserted);
      client.say("is anybody there?");
      scene.until(() -> client.told.contains("refused"));
      var again = client.transport().connect(server.address());
      scene.until(again::isDone);
      client.say("and here?");
      scene.until(() -> server.messages.contains("and here?"));
      assertThat(client.told).containsExactly("bound", "refused");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRefusalThatASendLearnsOfIsNotThatSendsFailure(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      open(scene);
      var gone = new DatagramRecorder();
      scene.server().listenDatagrams(ANY_PORT, gone, DatagramOptions.DEFAULTS);
      SocketAddress deserted = gone.address();
      gone.transport().close();
      scene.until(() -> gone.stopped != null);
      var connecting = client.transport().connect(deserted);
      scene.until(connecting::isDone);
      for (int i = 0; i < 3; i++) {
        assertThat(client.say("is anybody there?")).isInstanceOf(Sent.class);
      }
      scene.until(() -> client.told.contains("refused"));
      assertThat(client.failures).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aMessageThatIsTooLongIsRefusedAtOnce(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      open(scene);
      ByteBuffer tooLong = ByteBuffer.allocate(65_508);
      assertThat(client.transport().send(tooLong, server.address()))
          .isInstanceOfSatisfying(
              Failed.class, failed -> assertThat(failed.cause()).hasMessageContaining("EMSGSIZE"));
      assertThat(tooLong.remaining()).as("not taken").isEqualTo(65_508);
      ByteBuffer longest = ByteBuffer.allocate(65_507);
      assertThat(client.transport().send(longest, server.address())).isInstanceOf(Sent.class);
      assertThat(longest.remaining()).isZero();
      scene.until(() -> server.messages.size() == 1);
      assertThat(server.messages.getFirst()).hasSize(65_507);
      assertThat(client.told).containsExactly("bound");
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatACallbackThrowsIsLoggedAndThePortGoesOn(World world) throws Exception {
    var choking =
        new DatagramRecorder() {
          @Override
          public void datagramReceived(ByteBuffer data, @Nullable SocketAddress sender) {
            super.datagramReceived(data, sender);
            if (messages.getLast().equals("bad")) {
              throw new IllegalStateException("the parser chokes");
            }
          }

          @Override
          public void stopped(LossReason reason) {
            super.stopped(reason);
            throw new IllegalStateException("at the end too");
          }
        };
    try (World.Scene scene = world.open()) {
      open(scene);
      scene.server().listenDatagrams(ANY_PORT, choking, DatagramOptions.DEFAULTS);
      client.say("bad", choking.address());
      client.say("good", choking.address());
      scene.until(() -> choking.messages.size() == 2);
      assertThat(choking.messages).containsExactly("bad", "good");
    }
    assertThat(choking.told).containsExactly("bound", "stopped Done");
  }

  @ParameterizedTest
  @EnumSource
  void whatBoundThrowsClosesThePort(World world) throws Exception {
    var failing =
        new DatagramRecorder() {
          @Override
          public void bound(DatagramTransport made) {
            super.bound(made);
            throw new IllegalStateException("not today");
          }
        };
    try (World.Scene scene = world.open()) {
      DatagramTransport port =
          scene.server().listenDatagrams(ANY_PORT, failing, DatagramOptions.DEFAULTS);
      scene.until(() -> failing.stopped != null);
      assertThat(failing.stopped).isInstanceOf(Lost.class);
      assertThat(port.localAddress()).isNull();
    }
    assertThat(failing.told).containsExactly("bound", "stopped Lost");
  }

  @ParameterizedTest
  @EnumSource
  void anAddressInUseIsRefused(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      open(scene);
      assertThatThrownBy(() ->
              scene.server().listenDatagrams(server.address(), client, DatagramOptions.DEFAULTS))
          .isInstanceOf(AddressInUseException.class);
      assertThat(client.told).as("the second time nothing").containsExactly("bound");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPausedPortReceivesNothingUntilItIsResumed(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      open(scene);
      server.transport().pauseReading();
      client.say("one", server.address());
      scene.pass(Duration.ofMillis(5));
      assertThat(server.messages).isEmpty();
      server.transport().resumeReading();
      client.say("two", server.address());
      scene.until(() -> server.messages.size() == 2);
      assertThat(server.messages).containsExactly("one", "two");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aGroupIsJoinedAndLeftAlsoForOneSender(World world) throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    int device = NetworkInterface.getByInetAddress(loopback).getIndex();
    InetAddress group = InetAddress.getByName("239.255.71.4");
    var any = new InetSocketAddress(InetAddress.getByName("0.0.0.0"), 0);
    try (World.Scene scene = world.open()) {
      scene.server().listenDatagrams(any, server, DatagramOptions.DEFAULTS);
      scene.client().listenDatagrams(ANY_PORT, client, DatagramOptions.DEFAULTS);
      client
          .transport()
          .setOption(
              IpMulticastOptions.INTERFACE,
              new MulticastInterface((Inet4Address) loopback, device));
      client.transport().setOption(IpMulticastOptions.TIME_TO_LIVE, 0);
      assertThat(client.transport().getOption(IpMulticastOptions.TIME_TO_LIVE)).isZero();
      var everybody =
          new InetSocketAddress(group, ((InetSocketAddress) server.address()).getPort());

      server.transport().join(new MulticastMembership(group, device));
      client.say("to all", everybody);
      scene.until(() -> server.messages.contains("to all"));
      server.transport().leave(new MulticastMembership(group, device));

      server.transport().join(new SourceMembership(group, loopback, device));
      client.say("from one", everybody);
      scene.until(() -> server.messages.contains("from one"));
      server.transport().leave(new SourceMembership(group, loopback, device));
      assertThatThrownBy(() -> server.transport().leave(new MulticastMembership(group, device)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("EADDRNOTAVAIL");

      InetAddress somebodyElse = InetAddress.getByName("127.0.0.2");
      server.transport().join(new SourceMembership(group, somebodyElse, device));
      client.say("not for us", everybody);
      client.say(
          "straight",
          new InetSocketAddress(loopback, ((InetSocketAddress) server.address()).getPort()));
      scene.until(() -> server.messages.contains("straight"));
      assertThat(server.messages).containsExactly("to all", "from one", "straight");
    }
  }

  @ParameterizedTest
  @EnumSource
  void anotherThreadIsRefused(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      open(scene);
      SocketAddress to = server.address();
      Throwable[] thrown = {null};
      Thread other =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  client.say("x", to);
                } catch (Throwable t) {
                  thrown[0] = t;
                }
              });
      other.join();
      assertThat(thrown[0]).isInstanceOf(WrongThreadException.class);
    }
  }
}
