package io.jackfield.conformance.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.reactor.ListeningPort;
import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.LossReason.Lost;
import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.Transport;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for the callbacks of every stream: which are called, by whom, and what they throw. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class CallbackContractTest {
  /** Each of the callbacks, made to throw. */
  enum Callback {
    MADE,
    DATA,
    END,
    PAUSED,
    LOST
  }

  private static final class Thrower extends Recorder {
    private final Callback where;
    final IllegalStateException thrown = new IllegalStateException("a test throws this");

    Thrower(Callback where) {
      this.where = where;
    }

    private void maybe(Callback now) {
      if (now == where) {
        throw thrown;
      }
    }

    @Override
    public void connectionMade(Transport made) {
      super.connectionMade(made);
      maybe(Callback.MADE);
    }

    @Override
    public void dataReceived(ByteBuffer bytes) {
      super.dataReceived(bytes);
      transport().write(ByteBuffer.allocate(15_000_000));
      maybe(Callback.DATA);
    }

    @Override
    public boolean endReceived() {
      boolean keeps = super.endReceived();
      maybe(Callback.END);
      return keeps;
    }

    @Override
    public void writePaused() {
      super.writePaused();
      maybe(Callback.PAUSED);
    }

    @Override
    public void connectionLost(LossReason reason) {
      super.connectionLost(reason);
      maybe(Callback.LOST);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anExceptionInACallbackEndsItsConnectionAndNothingElse(World world) throws Exception {
    for (Callback where : Callback.values()) {
      var thrower = new Thrower(where);
      var bystander = new Recorder();
      List<Protocol> servers = new ArrayList<>(List.of(bystander, thrower));
      try (World.Scene scene = world.open()) {
        var port = scene.listen(_ -> servers.removeFirst());
        var other = new Recorder();
        var first = scene.connect(port.localAddress(), _ -> other);
        scene.until(() -> first.isDone() && bystander.isMade());
        var client = new Recorder();
        var second = scene.connect(port.localAddress(), _ -> client);
        scene.until(() -> second.isDone() && thrower.isMade());
        if (where != Callback.MADE) {
          client.transport().pauseReading();
          client.say("x");
          scene.pass(Duration.ofMillis(5));
          client.transport().resumeReading();
          if (where == Callback.LOST || where == Callback.END) {
            scene.until(() -> client.data.size() == 15_000_000);
            client.transport().close();
          }
        }
        // Torn down so soon, it may count as never made.
        scene.until(
            () -> thrower.isLost() && (client.isLost() || second.isCompletedExceptionally()));
        if (where != Callback.LOST) {
          assertThat(thrower.lost).isEqualTo(new Lost(thrower.thrown));
        }
        other.say("still there");
        scene.until(() -> bystander.text().equals("still there"));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aHandlerThatAnEarlierEventOfTheSameTurnClosedIsNotCalled(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      List<Recorder> servers = new ArrayList<>();
      class Killer extends Recorder {
        @Override
        public void dataReceived(ByteBuffer bytes) {
          super.dataReceived(bytes);
          servers.stream().filter(other -> !other.equals(this)).forEach(o -> o.transport().abort());
        }
      }
      var port =
          scene.listen(_ -> {
            servers.add(new Killer());
            return servers.getLast();
          });
      List<Recorder> clients = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        var client = new Recorder();
        clients.add(client);
        var _ = scene.connect(port.localAddress(), _ -> client);
      }
      scene.until(() -> servers.size() == 8 && clients.stream().allMatch(Recorder::isMade));
      clients.forEach(client -> client.say("x"));
      scene.until(() -> servers.stream().filter(Recorder::isLost).count() == 7);
      scene.pass(Duration.ofMillis(5));
      assertThat(servers.stream().filter(server -> server.text().equals("x"))).hasSize(1);
      for (Recorder server : servers) {
        assertThat(server.told).filteredOn(event -> event.startsWith("lost")).hasSizeLessThan(2);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDescriptorClosedAndUsedAgainInOneTurnBringsNoForeignEvents(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      List<Recorder> servers = new ArrayList<>();
      List<Recorder> fresh = new ArrayList<>();
      var port = scene.listen(_ -> add(servers));
      var later = scene.listen(_ -> new Recorder());
      List<Recorder> clients = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        connect(scene, port, add(clients));
      }
      scene.until(() -> servers.size() == 8 && clients.stream().allMatch(Recorder::isMade));
      class Replacer extends Recorder {
        @Override
        public void dataReceived(ByteBuffer bytes) {
          if (fresh.isEmpty()) {
            // Each gives its number back; the connections begun here take them.
            servers.stream().skip(1).forEach(server -> server.transport().abort());
            for (int i = 0; i < 7; i++) {
              Recorder client = add(fresh);
              scene.client().execute(() -> connect(scene, later, client));
            }
          }
        }
      }
      servers.getFirst().transport().protocol(new Replacer());
      clients.forEach(client -> client.say("stale"));
      scene.until(() -> fresh.size() == 7 && fresh.stream().allMatch(Recorder::isMade));
      scene.pass(Duration.ofMillis(5));
      assertThat(fresh).allMatch(client -> client.told.equals(List.of("made")));
    }
  }

  private static void connect(World.Scene scene, ListeningPort to, Recorder client) {
    var _ = scene.connect(to.localAddress(), _ -> client);
  }

  private static Recorder add(List<Recorder> to) {
    var made = new Recorder();
    to.add(made);
    return made;
  }

  @ParameterizedTest
  @EnumSource
  void anotherProtocolTakesOverInTheMiddle(World world) throws Exception {
    var second = new Recorder();
    second.told.add("takes over");
    try (Pair pair = Pair.open(world)) {
      pair.server().transport().protocol(second);
      pair.client().say("x");
      pair.scene().until(() -> second.text().equals("x"));
      pair.client().transport().close();
      pair.scene().until(second::isLost);
      assertThat(pair.server().told).containsExactly("made");
    }
  }

  @ParameterizedTest
  @EnumSource
  void anotherThreadIsRefusedAtOnce(World world) throws Exception {
    try (Pair pair = Pair.open(world)) {
      List<Throwable> refused = new ArrayList<>();
      Thread other =
          Thread.ofPlatform()
              .start(() -> {
                for (Runnable call :
                    List.<Runnable>of(
                        () -> pair.client().say("x"),
                        () -> pair.client().transport().close(),
                        () -> pair.client().transport().abort(),
                        () -> pair.client().transport().pauseReading(),
                        () -> pair.scene().client().callLater(Duration.ZERO, () -> {}),
                        () -> pair.port().stop())) {
                  try {
                    call.run();
                  } catch (WrongThreadException e) {
                    refused.add(e);
                  }
                }
              });
      other.join();
      assertThat(refused).hasSize(6);
      assertThat(refused.getFirst()).hasMessageContaining("Reactor.execute");
      assertThat(pair.server().isLost()).isFalse();
    }
  }
}
