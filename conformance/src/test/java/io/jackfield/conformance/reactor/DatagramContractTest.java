package io.jackfield.conformance.reactor;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.reactor.DatagramOptions;
import io.jackfield.reactor.DatagramTransport;
import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.LossReason.Aborted;
import io.jackfield.reactor.LossReason.Lost;
import io.jackfield.reactor.SendOutcome;
import io.jackfield.reactor.SendOutcome.Dropped;
import io.jackfield.reactor.SendOutcome.Failed;
import io.jackfield.socket.AddressInUseException;
import io.jackfield.socket.IpMulticastOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
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
  /** Where a client is: its address there is what the server is told. */
  private static final InetSocketAddress WILDCARD = new InetSocketAddress("0.0.0.0", 0);

  private final DatagramRecorder server = new DatagramRecorder();
  private final DatagramRecorder client = new DatagramRecorder();

  private void open(World.Scene scene) throws IOException {
    scene.server().listenDatagrams(scene.anyPort(), server, DatagramOptions.DEFAULTS);
    scene.client().listenDatagrams(WILDCARD, client, DatagramOptions.DEFAULTS);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*_TLS")
  void messagesArriveWholeWithTheirSender(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      open(scene);
      assertThat(client.say("one", server.address()).isTaken()).isTrue();
      client.say("", server.address());
      client.say("three", server.address());
      scene.until(() -> server.messages.size() == 3);
      assertThat(server.messages).containsExactlyInAnyOrder("one", "", "three");
      InetSocketAddress from = (InetSocketAddress) requireNonNull(server.from);
      assertThat(from.getPort()).isEqualTo(((InetSocketAddress) client.address()).getPort());
      server.say("answer", from);
      scene.until(() -> client.messages.contains("answer"));
      assertThat(client.told).containsExactly("bound");
    }
    assertThat(client.told).as("a stop closes ports").containsExactly("bound", "stopped Done");
    assertThat(server.told).containsExactly("bound", "stopped Done");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*_TLS")
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
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*_TLS")
  void aConnectedPortHearsItsPeerAlone(World world) throws Exception {
    var stranger = new DatagramRecorder();
    try (World.Scene scene = world.open()) {
      open(scene);
      scene.client().listenDatagrams(WILDCARD, stranger, DatagramOptions.DEFAULTS);
      assertThatThrownBy(() -> client.say("to nobody"))
          .isInstanceOf(NotYetConnectedException.class);
      var connecting = client.transport().connect(server.address());
      client.say("hello");
      scene.until(() -> connecting.isDone() && server.messages.size() == 1);
      assertThat(client.transport().remoteAddress()).isEqualTo(server.address());
      SocketAddress to = requireNonNull(server.from);
      stranger.say("from a stranger", to);
      server.say("from the peer", to);
      scene.until(() -> !client.messages.isEmpty());
      scene.pass(Duration.ofMillis(20));
      assertThat(client.messages).containsExactly("from the peer");
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*_TLS")
  void oneThatBeginsConnectedIsToldWhenItIs(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      scene.server().listenDatagrams(scene.anyPort(), server, DatagramOptions.DEFAULTS);
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
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*_TLS")
  void aRefusalIsToldAndThePortGoesOn(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      open(scene);
      var gone = new DatagramRecorder();
      scene.server().listenDatagrams(scene.anyPort(), gone, DatagramOptions.DEFAULTS);
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
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*_TLS")
  void aRefusalThatASendLearnsOfIsNotThatSendsFailure(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      open(scene);
      var gone = new DatagramRecorder();
      scene.server().listenDatagrams(scene.anyPort(), gone, DatagramOptions.DEFAULTS);
      SocketAddress deserted = gone.address();
      gone.transport().close();
      scene.until(() -> gone.stopped != null);
      var connecting = client.transport().connect(deserted);
      scene.until(connecting::isDone);
      for (int i = 0; i < 3; i++) {
        assertThat(client.say("is anybody there?").isTaken()).isTrue();
      }
      scene.until(() -> client.told.contains("refused"));
      assertThat(client.failures).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*_TLS")
  void aMessageThatIsTooLongIsRefusedAndTheNextIsNot(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      open(scene);
      ByteBuffer tooLong = ByteBuffer.allocate(65_508);
      SendOutcome outcome = client.transport().send(tooLong, server.address());
      if (outcome instanceof Failed failed) {
        assertThat(failed.cause()).hasMessageContaining("EMSGSIZE");
        assertThat(tooLong.remaining()).as("not taken").isEqualTo(65_508);
      } else {
        scene.until(() -> !client.failures.isEmpty());
        assertThat(client.failures.getFirst()).hasMessageContaining("EMSGSIZE");
      }
      ByteBuffer longest = ByteBuffer.allocate(65_507);
      assertThat(client.transport().send(longest, server.address())).matches(SendOutcome::isTaken);
      assertThat(longest.remaining()).isZero();
      scene.until(() -> server.messages.size() == 1);
      assertThat(server.messages.getFirst()).hasSize(65_507);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*_TLS")
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
      scene.server().listenDatagrams(scene.anyPort(), choking, DatagramOptions.DEFAULTS);
      client.say("bad", choking.address());
      client.say("good", choking.address());
      scene.until(() -> choking.messages.size() == 2);
      assertThat(choking.messages).containsExactlyInAnyOrder("bad", "good");
    }
    assertThat(choking.told).containsExactly("bound", "stopped Done");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*_TLS")
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
          scene.server().listenDatagrams(scene.anyPort(), failing, DatagramOptions.DEFAULTS);
      scene.until(() -> failing.stopped != null);
      assertThat(failing.stopped).isInstanceOf(Lost.class);
      assertThat(port.localAddress()).isNull();
    }
    assertThat(failing.told).containsExactly("bound", "stopped Lost");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*_TLS")
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
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*_TLS")
  void aPausedPortReceivesNothingUntilItIsResumed(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      open(scene);
      server.transport().pauseReading();
      client.say("one", server.address());
      scene.pass(Duration.ofMillis(20));
      assertThat(server.messages).isEmpty();
      server.transport().resumeReading();
      client.say("two", server.address());
      scene.until(() -> server.messages.size() == 2);
      assertThat(server.messages).containsExactlyInAnyOrder("one", "two");
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*_TLS")
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
