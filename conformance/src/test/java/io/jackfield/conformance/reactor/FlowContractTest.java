package io.jackfield.conformance.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.reactor.Backoff;
import io.jackfield.reactor.FlowProtocol;
import io.jackfield.reactor.ReconnectingClient;
import io.jackfield.reactor.StreamOptions;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What stands on streams: reactive streams, clients that come back. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class FlowContractTest {
  /** Asks for one at a time, or for nothing while it is told so. */
  private static final class Collector implements Flow.Subscriber<ByteBuffer> {
    final ByteArrayOutputStream data = new ByteArrayOutputStream();
    final List<String> ends = new ArrayList<>();
    private Flow.@Nullable Subscription subscription;
    boolean lazy;

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      ask();
    }

    void ask() {
      if (!lazy && subscription != null) {
        subscription.request(1);
      }
    }

    @Override
    public void onNext(ByteBuffer item) {
      byte[] bytes = new byte[item.remaining()];
      item.get(bytes);
      data.writeBytes(bytes);
      ask();
    }

    @Override
    public void onError(Throwable failure) {
      ends.add("error");
    }

    @Override
    public void onComplete() {
      ends.add("complete");
    }
  }

  /** As many pieces as are asked for, then the end. */
  private static final class Pieces implements Flow.Publisher<ByteBuffer> {
    private final byte[] all;
    private final int size;

    Pieces(byte[] all, int size) {
      this.all = all;
      this.size = size;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> to) {
      to.onSubscribe(
          new Flow.Subscription() {
            private int at;
            private boolean over;

            @Override
            public void request(long n) {
              for (long left = n; left > 0 && !over; left--) {
                int length = Math.min(size, all.length - at);
                to.onNext(ByteBuffer.wrap(all, at, length));
                at += length;
                if (at == all.length) {
                  over = true;
                  to.onComplete();
                }
              }
            }

            @Override
            public void cancel() {
              over = true;
            }
          });
    }
  }

  @ParameterizedTest
  @EnumSource
  void aConnectionIsAPublisherAndASubscriberWithBackPressure(World world) throws Exception {
    byte[] much = new byte[3_000_001];
    new Random(9).nextBytes(much);
    var collector = new Collector();
    collector.lazy = true;
    try (World.Scene scene = world.open()) {
      var receiving = new FlowProtocol(scene.server());
      var sending = new FlowProtocol(scene.client());
      receiving.subscribe(collector);
      new Pieces(much, 10_000).subscribe(sending);
      receiving.onComplete();
      var port = scene.listen(_ -> receiving);
      var _ = scene.connect(port.localAddress(), _ -> sending);
      scene.pass(Duration.ofMillis(20));
      assertThat(collector.data.size()).isZero();
      collector.lazy = false;
      collector.ask();
      scene.until(() -> !collector.ends.isEmpty());
      assertThat(collector.ends).containsExactly("complete");
      assertThat(collector.data.toByteArray()).isEqualTo(much);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBrokenConnectionIsAnErrorOfTheFlow(World world) throws Exception {
    var collector = new Collector();
    try (World.Scene scene = world.open()) {
      var receiving = new FlowProtocol(scene.server());
      receiving.subscribe(collector);
      var client = new Recorder();
      var port = scene.listen(_ -> receiving);
      var connecting = scene.connect(port.localAddress(), _ -> client);
      scene.until(connecting::isDone);
      client.say("x");
      scene.until(() -> collector.data.size() == 1);
      client.transport().abort();
      scene.until(() -> !collector.ends.isEmpty());
      assertThat(collector.ends).containsExactly("error");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLostClientComesBackAfterAPauseUntilItIsStopped(World world) throws Exception {
    var policy = new Backoff.Policy(Duration.ofMillis(5), 2, Duration.ofMillis(50), 0.1);
    try (World.Scene scene = world.open()) {
      List<Recorder> servers = new ArrayList<>();
      var port =
          scene.listen(_ -> {
            servers.add(new Recorder());
            return servers.getLast();
          });
      List<Recorder> clients = new ArrayList<>();
      var client =
          ReconnectingClient.start(
              scene.client(),
              again -> scene.connect(port.localAddress(), again, StreamOptions.DEFAULTS),
              _ -> {
                clients.add(new Recorder());
                return clients.getLast();
              },
              new Backoff(policy, new Random(1)));
      scene.until(() -> servers.size() == 1 && servers.getFirst().isMade());
      servers.getFirst().transport().abort();
      scene.until(() -> servers.size() == 2 && servers.getLast().isMade());
      assertThat(clients.getFirst().isLost()).isTrue();
      assertThat(client.isConnected()).isTrue();
      // Nobody listens for a while: the attempts go on, ever more slowly.
      var address = port.localAddress();
      port.stop();
      servers.getLast().transport().abort();
      scene.until(() -> clients.getLast().isLost());
      scene.pass(Duration.ofMillis(30));
      var again = scene.listenAt(address, _ -> servers.getFirst());
      scene.until(client::isConnected);
      client.stop();
      scene.until(() -> !client.isConnected());
      int before = clients.size();
      scene.pass(Duration.ofMillis(100));
      assertThat(clients).hasSize(before);
      again.stop();
    }
  }
}
