package io.jackfield.conformance.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.SystemEvents.Event;
import io.jackfield.reactor.SystemEvents.Phase;
import io.jackfield.reactor.Timer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a reactor begins, goes on and ends. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LifeContractTest {
  private static Thread running(Reactor reactor) {
    return Thread.ofPlatform()
        .start(() -> {
          try {
            reactor.run();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @Test
  void itRunsOnceAndStopsAsOftenAsOneLikes() throws Exception {
    Reactor reactor = Reactor.create();
    Thread loop = running(reactor);
    reactor.stop().get(10, TimeUnit.SECONDS);
    reactor.stop().get(10, TimeUnit.SECONDS);
    loop.join();
    assertThatThrownBy(reactor::run).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> reactor.listen(new java.net.InetSocketAddress(0), _ -> new Recorder()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("stopped");
  }

  @Test
  void stoppedBeforeItRunsItReturnsAtOnce() throws Exception {
    Reactor reactor = Reactor.create();
    assertThat(reactor.stop()).isCompleted();
    reactor.run();
  }

  @Test
  void oneThatNeverRanIsClosed() throws Exception {
    Reactor reactor = Reactor.create();
    var port =
        reactor.listen(
            new java.net.InetSocketAddress(java.net.InetAddress.getLoopbackAddress(), 0),
            _ -> new Recorder());
    reactor.close();
    reactor.close();
    try (var again = Reactor.create()) {
      again.listen(port.localAddress(), _ -> new Recorder()).stop();
    }
  }

  @Test
  void aVirtualThreadIsRefused() throws Exception {
    try (Reactor reactor = Reactor.create()) {
      List<Throwable> refused = new ArrayList<>();
      Thread.ofVirtual()
          .start(() -> {
            try {
              reactor.run();
            } catch (WrongThreadException | IOException e) {
              refused.add(e);
            }
          })
          .join();
      assertThat(refused).hasSize(1).first().isInstanceOf(WrongThreadException.class);
    }
  }

  @Test
  void aCrashTearsDownAndRunsNoTrigger() throws Exception {
    Reactor reactor = Reactor.create();
    List<String> told = new ArrayList<>();
    reactor.systemEvents().add(Phase.BEFORE, Event.SHUTDOWN, () -> told.add("before"));
    Thread loop = running(reactor);
    reactor.crash();
    loop.join();
    assertThat(told).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void timersRunInOrderAndNeverEarly(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      Reactor reactor = scene.server();
      List<String> ran = new ArrayList<>();
      long begun = reactor.nanoTime();
      long[] late = new long[1];
      Timer[] cancelled = new Timer[1];
      reactor.callLater(Duration.ZERO, () -> ran.add("0"));
      // Far apart: the deadlines are in this order though making them takes its time.
      reactor.callLater(
          Duration.ofMillis(300),
          () -> {
            ran.add("300");
            late[0] = reactor.nanoTime() - begun;
          });
      reactor.callLater(
          Duration.ofMillis(1),
          () -> {
            assertThat(cancelled[0].cancel()).isTrue();
            throw new IllegalStateException("a test throws this");
          });
      cancelled[0] = reactor.callLater(Duration.ofMillis(5), () -> ran.add("never"));
      reactor.callLater(Duration.ofMillis(10), () -> ran.add("10"));
      scene.until(() -> ran.contains("300"));
      assertThat(ran).containsExactly("0", "10", "300");
      assertThat(late[0]).isGreaterThanOrEqualTo(300_000_000);
    }
  }

  @Test
  void tasksOfOtherThreadsRunOnTheLoopInOrder() throws Exception {
    Reactor reactor = Reactor.create();
    Thread loop = running(reactor);
    int threads = 4;
    int each = 20_000;
    List<List<Integer>> seen = new ArrayList<>();
    var done = new CountDownLatch(threads);
    for (int i = 0; i < threads; i++) {
      List<Integer> mine = new ArrayList<>();
      seen.add(mine);
      Thread.ofVirtual()
          .start(() -> {
            for (int n = 0; n < each; n++) {
              int value = n;
              reactor.execute(() -> {
                assertThat(Thread.currentThread()).isEqualTo(loop);
                mine.add(value);
                if (value == each - 1) {
                  done.countDown();
                }
              });
            }
          });
    }
    assertThat(done.await(20, TimeUnit.SECONDS)).as("every wake-up arrives").isTrue();
    reactor.stop().get(10, TimeUnit.SECONDS);
    loop.join();
    for (List<Integer> mine : seen) {
      assertThat(mine).hasSize(each).isSorted();
    }
    assertThat(reactor.counts().turns())
        .as("many wake-ups are one turn, mostly")
        .isLessThan((long) threads * each);
  }

  /** What is more than one turn runs is run by the next ones, and then there is nothing to do. */
  @ParameterizedTest
  @EnumSource
  void afterABurstOfTasksItWaits(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      int[] ran = {0};
      for (int i = 0; i < 10_000; i++) {
        scene.server().execute(() -> ran[0]++);
      }
      scene.until(() -> ran[0] == 10_000);
      scene.pass(Duration.ofMillis(1));
      long before = scene.server().counts().turns();
      boolean[] later = {false};
      scene.server().callLater(Duration.ofMillis(50), () -> later[0] = true);
      scene.until(() -> later[0]);
      assertThat(scene.server().counts().turns() - before).isLessThan(20);
    }
  }

  /** So that between the two the loop has looked at its connections. */
  @ParameterizedTest
  @EnumSource
  void whatATaskPostsRunsInAnotherTurn(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      List<String> ran = new ArrayList<>();
      Reactor reactor = scene.server();
      reactor.execute(() -> {
        ran.add("first");
        reactor.execute(() -> ran.add("second"));
      });
      scene.until(() -> ran.contains("first"));
      assertThat(ran).containsExactly("first");
      scene.until(() -> ran.contains("second"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTaskThatPostsItselfForEverHoldsUpNobody(World world) throws Exception {
    try (Pair pair = Pair.open(world)) {
      var spins = new AtomicInteger();
      boolean[] over = {false};
      Reactor reactor = pair.scene().server();
      reactor.execute(
          new Runnable() {
            @Override
            public void run() {
              spins.incrementAndGet();
              if (!over[0]) {
                reactor.execute(this);
              }
            }
          });
      pair.client().say("x");
      pair.scene().until(() -> pair.server().text().equals("x"));
      over[0] = true;
      assertThat(spins.get()).isPositive();
    }
  }

  @Test
  void workOnOtherThreadsComesBackToTheLoopAndACancelInterruptsIt() throws Exception {
    Reactor reactor = Reactor.create();
    Thread loop = running(reactor);
    var where = new CompletableFuture<Thread>();
    var watched = new CountDownLatch(1);
    var _ =
        reactor
            .deferToThread(() -> {
              watched.await();
              return Thread.currentThread();
            })
            .thenAccept(worker -> {
              assertThat(worker).isNotEqualTo(loop);
              where.complete(Thread.currentThread());
            });
    watched.countDown();
    assertThat(where.get(10, TimeUnit.SECONDS)).isEqualTo(loop);
    var failed =
        reactor.deferToThread(() -> {
          throw new IOException("a test throws this");
        });
    assertThatThrownBy(() -> failed.get(10, TimeUnit.SECONDS))
        .hasRootCauseMessage("a test throws this");
    var begun = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    CompletableFuture<?> endless =
        reactor.deferToThread(() -> {
          begun.countDown();
          try {
            boolean _ = new CountDownLatch(1).await(1, TimeUnit.MINUTES);
          } catch (InterruptedException e) {
            interrupted.countDown();
          }
          return null;
        });
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    endless.cancel(true);
    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    reactor.stop().get(10, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @EnumSource
  void handlersOfAnEventRunInOrderAndOneThatThrowsHarmsNobody(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      List<String> order = new ArrayList<>();
      var events = scene.server().events();
      events.on("greeting", event -> order.add("first " + event));
      events.on(
          "greeting",
          _ -> {
            throw new IllegalStateException("a test throws this");
          });
      var third = events.on("greeting", event -> order.add("third " + event));
      assertThat(events.fire("greeting", "hello")).isEqualTo(3);
      third.remove();
      assertThat(events.fire("greeting", "again")).isEqualTo(2);
      assertThat(events.fire("nothing", "x")).isZero();
      assertThat(order).containsExactly("first hello", "third hello", "first again");
    }
  }

  @ParameterizedTest
  @EnumSource
  void withoutADescriptorAConnectionIsTurnedAwayAndLaterOnesAreServed(World world)
      throws Exception {
    try (World.Scene scene = world.open()) {
      List<Recorder> servers = new ArrayList<>();
      var port =
          scene.listen(_ -> {
            servers.add(new Recorder());
            return servers.getLast();
          });
      port.pause();
      var first = new Recorder();
      var _ = scene.connect(port.localAddress(), _ -> first);
      scene.pass(Duration.ofMillis(5)); // It waits in the queue.
      try (var _ = scene.exhaustServerDescriptors()) {
        port.resume();
        scene.until(() -> scene.server().counts().refused() > 0);
        assertThat(servers).isEmpty();
      }
      var second = new Recorder();
      var connecting = scene.connect(port.localAddress(), _ -> second);
      scene.until(() -> connecting.isDone() && !servers.isEmpty());
      second.say("served");
      scene.until(() -> servers.getLast().text().equals("served"));
    }
  }
}
