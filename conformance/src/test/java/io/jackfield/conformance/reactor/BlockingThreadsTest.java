package io.jackfield.conformance.reactor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.conformance.reactor.Handling.Place;
import io.jackfield.reactor.Blocking;
import io.jackfield.reactor.BlockingOptions;
import io.jackfield.reactor.BlockingStream;
import io.jackfield.reactor.ListeningPort;
import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.ReactorStoppingException;
import io.jackfield.socket.ConnectionRefusedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ReadPendingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** In which threads handlers of the blocking style run, and what these may do. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class BlockingThreadsTest {
  private static final String ALL = "io.jackfield.conformance.reactor.Handling$Place#all";

  private static void answer(BlockingStream stream, boolean right) throws IOException {
    stream.out().write((right ? "yes" : "no").getBytes(UTF_8));
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void theLoopRunsItOnlyIfItIsTo(Place place) throws Exception {
    try (var pair =
        Handling.open(
            place,
            stream -> {
              Reactor reactor = stream.reactor();
              if (!place.world().isSimulated()) {
                Thread.sleep(1); // The JDK's own timer wakes it: a thread that is nobody's.
              }
              assertThat(Thread.currentThread().isVirtual()).isTrue();
              assertThat(reactor.isLoopThread()).isEqualTo(place.onLoop());
              if (place.onLoop()) {
                reactor.requireLoopThread();
                reactor.callLater(Duration.ZERO, () -> {}).cancel();
                assertThat(stream.transport().bufferedBytes()).isZero();
              } else {
                assertThatThrownBy(reactor::requireLoopThread)
                    .isInstanceOf(WrongThreadException.class);
              }
              assertThat(stream.remoteAddress()).isNotNull().isNotEqualTo(stream.localAddress());
              answer(stream, true);
            })) {
      pair.scene().until(() -> pair.client().told.contains("end"));
      assertThat(pair.handler().thrown).hasNullValue();
      assertThat(pair.client().text()).isEqualTo("yes");
      pair.client().transport().close();
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void whatBlocksIsDoneByAnotherThread(Place place) throws Exception {
    try (var pair =
        Handling.open(
            place,
            stream -> {
              Reactor reactor = stream.reactor();
              Thread worker = Blocking.call(reactor, Thread::currentThread);
              assertThat(worker.isVirtual()).isEqualTo(place.world().isSimulated());
              assertThatThrownBy(() ->
                      Blocking.call(
                          reactor,
                          () -> {
                            throw new IOException("no such file");
                          }))
                  .isInstanceOf(IOException.class)
                  .hasMessage("no such file");
              answer(stream, true);
            })) {
      pair.scene().until(() -> pair.client().told.contains("end"));
      assertThat(pair.handler().thrown).hasNullValue();
      pair.client().transport().close();
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  @SuppressWarnings("ThreadPriorityCheck") // Until the other waits, which it does by itself.
  void oneThreadReadsWhileAnotherWritesAndASecondReaderIsRefused(Place place) throws Exception {
    try (var pair =
        Handling.open(
            place,
            stream -> {
              var read = new LinkedBlockingQueue<Integer>();
              Thread reader = Thread.startVirtualThread(() -> read.add(next(stream)));
              while (reader.getState() != Thread.State.WAITING) {
                Thread.yield();
              }
              assertThatThrownBy(() -> stream.in().read()).isInstanceOf(ReadPendingException.class);
              stream.out().write('?');
              assertThat(read.take()).isEqualTo('!');
            })) {
      pair.scene().until(() -> pair.client().text().equals("?"));
      pair.client().say("!");
      pair.scene().until(() -> pair.handler().isOver());
      assertThat(pair.handler().thrown).hasNullValue();
      pair.client().transport().close();
    }
  }

  private static int next(BlockingStream stream) {
    try {
      return stream.in().read();
    } catch (IOException e) {
      return -2;
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void theLoopItselfMayNotWait(Place place) throws Exception {
    try (var pair = Handling.open(place, stream -> stream.in().transferTo(stream.out()))) {
      pair.scene().until(() -> pair.handler().hasBegun());
      BlockingStream stream = pair.handler().stream();
      assertThatThrownBy(() -> stream.in().read()).isInstanceOf(WrongThreadException.class);
      Reactor reactor = pair.scene().server();
      assertThatThrownBy(() -> Blocking.call(reactor, () -> 1))
          .isInstanceOf(WrongThreadException.class);
      assertThatThrownBy(() -> Blocking.connect(reactor, pair.port().localAddress()))
          .isInstanceOf(WrongThreadException.class);
      pair.client().say("still there");
      pair.scene().until(() -> pair.client().text().equals("still there"));
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void oneHandlerAsksAnother(Place place) throws Exception {
    try (World.Scene scene = place.world().open()) {
      BlockingOptions options = BlockingOptions.builder().onLoop(place.onLoop()).build();
      ListeningPort back =
          scene.listen(
              Blocking.handler(stream -> stream.out().write("from behind".getBytes(UTF_8))));
      var gone = scene.server().listen(scene.anyPort(), _ -> null);
      gone.stop();
      var heard = new LinkedBlockingQueue<String>();
      Blocking.start(
          scene.client(),
          () -> {
            try (var stream =
                Blocking.connect(
                    scene.client(),
                    factory -> scene.connect(back.localAddress(), factory),
                    options)) {
              heard.add(new String(stream.in().readAllBytes(), UTF_8));
            }
            assertThatThrownBy(() -> Blocking.connect(scene.client(), gone.localAddress()))
                .isInstanceOf(ConnectionRefusedException.class);
            heard.add("refused");
          });
      scene.until(() -> heard.size() == 2);
      assertThat(heard).containsExactly("from behind", "refused");
    }
  }

  @ParameterizedTest
  @MethodSource("few")
  void aThousandOnOneLoop(Place place) throws Exception {
    int many = 1_000;
    try (World.Scene scene = place.world().open()) {
      var served = new AtomicInteger();
      BlockingOptions options = BlockingOptions.builder().onLoop(place.onLoop()).build();
      ListeningPort port =
          scene.listen(
              Blocking.handler(
                  stream -> {
                    stream.in().transferTo(stream.out());
                    served.incrementAndGet();
                  },
                  options));
      List<Recorder> clients = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        var one = new Recorder();
        clients.add(one);
        var _ = scene.connect(port.localAddress(), _ -> one);
      }
      scene.until(() -> clients.stream().allMatch(Recorder::isMade));
      for (int i = 0; i < many; i++) {
        clients.get(i).say("I am " + i);
      }
      for (int i = 0; i < many; i++) {
        Recorder one = clients.get(i);
        String words = "I am " + i;
        scene.until(() -> one.text().equals(words));
      }
      assertThat(served).hasValue(0);
      clients.forEach(one -> one.transport().endOutput());
      scene.until(() -> served.get() == many && clients.stream().allMatch(Recorder::isLost));
    }
  }

  static List<Place> few() {
    return List.of(
        new Place(World.IO_URING, true),
        new Place(World.EPOLL, true),
        new Place(World.SIMULATED, true),
        new Place(World.EPOLL, false));
  }

  @Test
  void whatIsLeftOfAHandlerRunsWhenItsLoopHasCrashed() throws Exception {
    for (boolean onLoop : new boolean[] {true, false}) {
      var ended = new LinkedBlockingQueue<Object>();
      var never = new CountDownLatch(1);
      var asleep = new CountDownLatch(1);
      try (Reactor reactor = Reactor.create()) {
        var options = BlockingOptions.builder().onLoop(onLoop).build();
        var port =
            reactor.listen(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Blocking.handler(
                    stream -> {
                      try {
                        asleep.countDown();
                        never.await();
                      } finally {
                        try {
                          int _ = stream.in().read();
                        } catch (IOException e) {
                          ended.add(e);
                        }
                      }
                    },
                    options));
        Blocking.start(
            reactor,
            () -> {
              try (var stream = Blocking.connect(reactor, port.localAddress())) {
                asleep.await();
                reactor.crash();
                int _ = stream.in().read();
              } catch (IOException e) {
                ended.add(e);
              }
            });
        reactor.run();
      }
      assertThat(ended.take()).isInstanceOf(IOException.class);
      never.countDown();
      assertThat(ended.take()).isInstanceOf(IOException.class);
    }
  }

  @Test
  void afterTheEndNobodyConnects() throws Exception {
    Reactor reactor = Reactor.create();
    reactor.close();
    assertThatThrownBy(() ->
            Blocking.connect(reactor, new InetSocketAddress(InetAddress.getLoopbackAddress(), 1)))
        .isInstanceOf(ReactorStoppingException.class);
  }
}
