package io.jackfield.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Four threads open, use and close the same few sockets while a fifth opens files: what is sent
 * over a pair arrives at that pair, and nothing in a file. The whole minute: {@code ./build -pl
 * socket test -Dtest=SharedSocketsTest -Dtest.jvm.args=-Djackfield.seconds=60}.
 */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SharedSocketsTest {
  private static final int THREADS = 4;
  private static final int SLOTS = 3;
  private static final int FILES = 16;

  /** Two connected sockets; all that is sent from one to the other is the tag. */
  private record Tagged(int tag, Socket from, Socket to) {
    static Tagged open(int tag) throws IOException {
      List<Socket> ends = Socket.pair(SocketType.SEQUENCED_PACKET);
      return new Tagged(
          tag,
          ends.getFirst().timeout(Duration.ZERO),
          ends.getLast().timeout(Duration.ofMillis(1)));
    }

    void close() throws IOException {
      from.close();
      to.close();
    }
  }

  private final AtomicReferenceArray<Tagged> slots = new AtomicReferenceArray<>(SLOTS);
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicInteger received = new AtomicInteger();

  @ParameterizedTest
  @EnumSource
  void whatIsSentArrivesWhereItBelongs(Threads threads, @TempDir Path folder) throws Exception {
    long end =
        System.nanoTime() + TimeUnit.SECONDS.toNanos(Integer.getInteger("jackfield.seconds", 2));
    for (int i = 0; i < SLOTS; i++) {
      slots.set(i, Tagged.open(opened.incrementAndGet()));
    }
    var running = new ArrayList<Threads.Running<Integer>>();
    for (int i = 0; i < THREADS; i++) {
      running.add(
          threads.run(() -> {
            int turns = 0;
            for (; System.nanoTime() - end < 0; turns++) {
              turn(ThreadLocalRandom.current().nextInt(SLOTS));
            }
            return turns;
          }));
    }
    running.add(
        Threads.PLATFORM.run(() -> {
          int files = 0;
          for (; System.nanoTime() - end < 0; files++) {
            try (var file =
                new RandomAccessFile(folder.resolve("f" + files % FILES).toFile(), "rw")) {
              assertThat(file.length()).isZero();
              assertThat(file.read()).isEqualTo(-1);
            }
          }
          return files;
        }));
    for (var one : running) {
      assertThat(one.result().get(590, TimeUnit.SECONDS)).isPositive();
    }
    for (int i = 0; i < SLOTS; i++) {
      slots.get(i).close();
    }
    assertThat(opened.get()).isGreaterThan(SLOTS);
    assertThat(sent.get()).isPositive();
    assertThat(received.get()).isPositive();
  }

  private void turn(int slot) throws IOException {
    Tagged pair = slots.get(slot);
    try {
      switch (ThreadLocalRandom.current().nextInt(8)) {
        case 0 -> slots.getAndSet(slot, Tagged.open(opened.incrementAndGet())).close();
        case 1, 2, 3, 4 -> sent.addAndGet(pair.from().send(tagOf(pair)));
        default -> receive(pair);
      }
    } catch (ClosedChannelException | BrokenPipeException | ConnectionResetException e) {
      // Another thread has replaced the pair.
    }
  }

  private static ByteBuffer tagOf(Tagged pair) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(pair.tag()).flip();
  }

  private void receive(Tagged pair) throws IOException {
    ByteBuffer into = ByteBuffer.allocate(Integer.BYTES);
    try {
      if (pair.to().receive(into) > 0) {
        assertThat(into.flip().getInt()).isEqualTo(pair.tag());
        received.incrementAndGet();
      }
    } catch (SocketTimeoutException e) {
      // Nothing was sent meanwhile.
    }
  }
}
