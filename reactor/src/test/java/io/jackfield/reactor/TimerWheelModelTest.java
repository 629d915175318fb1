package io.jackfield.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The wheel against a sorted map that does the same slowly. */
final class TimerWheelModelTest {
  /** Where a deadline stands in the model; {@code number} decides between equal ones. */
  private record Key(long atNanos, long number) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byTime = Long.compare(atNanos, other.atNanos);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  /** What the model knows of a timer. */
  private static final class Entry {
    final int id;
    Key key;
    boolean pending = true;

    Entry(int id, Key key) {
      this.id = id;
      this.key = key;
    }
  }

  private static final class Model {
    final SplittableRandom random;
    final FakeLoop loop;
    final long startNanos;
    final TreeMap<Key, Entry> waiting = new TreeMap<>();
    final List<Entry> entries = new ArrayList<>();
    final List<Timer> timers = new ArrayList<>();
    final List<Integer> ran = new ArrayList<>();
    long numbers;

    /** Whether tasks leave other timers alone. */
    boolean calm;

    Model(long seed) {
      random = new SplittableRandom(seed);
      startNanos = random.nextBoolean() ? random.nextLong() : Long.MAX_VALUE - random.nextInt();
      loop = new FakeLoop(startNanos);
    }

    /** Of all sizes, with many equal ones and many at the edges of slots. */
    long delayNanos() {
      long any = random.nextLong() >>> random.nextInt(2, 64);
      return switch (random.nextInt(4)) {
        case 0 -> 0;
        case 1 -> (1L << random.nextInt(58)) + random.nextInt(3) - 1;
        case 2 -> any & ~0xffffL;
        default -> any;
      };
    }

    Key keyAfter(long delayNanos) {
      return new Key(loop.nanos - startNanos + delayNanos, numbers++);
    }

    void schedule() {
      long delay = delayNanos();
      var entry = new Entry(timers.size(), keyAfter(delay));
      timers.add(loop.callLater(Duration.ofNanos(delay), () -> run(entry)));
      entries.add(entry);
      waiting.put(entry.key, entry);
    }

    void run(Entry entry) {
      ran.add(entry.id);
      forget(entry);
      for (int changes = calm ? 0 : random.nextInt(3); changes > 0; changes--) {
        change();
      }
    }

    void forget(Entry entry) {
      waiting.remove(entry.key);
      entry.pending = false;
    }

    void change() {
      if (entries.isEmpty() || random.nextInt(3) == 0) {
        schedule();
        return;
      }
      Entry entry = entries.get(random.nextInt(entries.size()));
      Timer timer = timers.get(entry.id);
      if (random.nextInt(3) == 0 && entry.pending) {
        long more = delayNanos() / 4 * (random.nextBoolean() ? 1 : -1);
        assertThat(timer.delay(Duration.ofNanos(more))).isTrue();
        waiting.remove(entry.key);
        entry.key = new Key(Math.max(0, entry.key.atNanos() + more), numbers++);
        waiting.put(entry.key, entry);
      } else if (random.nextBoolean()) {
        assertThat(timer.cancel()).isEqualTo(entry.pending);
        forget(entry);
      } else {
        long delay = delayNanos();
        assertThat(timer.reset(Duration.ofNanos(delay))).isEqualTo(entry.pending);
        if (entry.pending) {
          waiting.remove(entry.key);
          entry.key = keyAfter(delay);
          waiting.put(entry.key, entry);
        }
      }
    }

    /** One turn, {@code nanos} later. */
    void turn(long nanos) {
      loop.nanos += nanos;
      Key last = new Key(loop.nanos - startNanos, numbers - 1);
      var due = new TreeMap<>(waiting.headMap(last, true));
      ran.clear();
      int count = loop.wheel.runDue(loop.nanos);
      assertThat(ran).hasSize(count).doesNotHaveDuplicates();
      // Of what was due the rest was cancelled or reset by one that ran; nothing else ran.
      List<Integer> expected = new ArrayList<>();
      due.forEach((key, entry) -> {
        if (ran.contains(entry.id)) {
          expected.add(entry.id);
        } else {
          assertThat(entry.pending && entry.key.equals(key)).isFalse();
        }
      });
      assertThat(ran).isEqualTo(expected);
      assertThat(loop.wheel.pending()).isEqualTo(waiting.size());
      assertThat(loop.failures).isEmpty();
    }

    void sleepIsRight() {
      long until = loop.wheel.untilNextNanos(loop.nanos);
      if (waiting.isEmpty()) {
        assertThat(until).isEqualTo(Long.MAX_VALUE);
      } else {
        long left = waiting.firstKey().atNanos() - (loop.nanos - startNanos);
        assertThat(until).isBetween(0L, Math.max(0, left));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void itRunsWhatASortedMapWouldRun(int block) {
    for (long seed = block * 100L; seed < block * 100L + 100; seed++) {
      var model = new Model(seed);
      for (int step = 0; step < 300; step++) {
        switch (model.random.nextInt(4)) {
          case 0 -> model.turn(model.random.nextLong() >>> model.random.nextInt(10, 64));
          case 1 -> model.turn(model.random.nextInt(3));
          default -> model.change();
        }
        model.sleepIsRight();
      }
    }
  }

  @Test
  void aLoopThatSleepsAsToldMissesNothingAndWakesSeldomInVain() {
    int timers = 0;
    int turns = 0;
    for (long seed = 0; seed < 50; seed++) {
      var model = new Model(seed);
      for (int i = 0; i < 100; i++) {
        model.change();
      }
      model.calm = true;
      timers += model.waiting.size();
      for (int inVain = 0; !model.waiting.isEmpty(); ) {
        long earliest = model.waiting.firstKey().atNanos();
        long before = model.loop.nanos - model.startNanos;
        model.turn(model.loop.wheel.untilNextNanos(model.loop.nanos));
        assertThat(model.loop.nanos - model.startNanos)
            .isLessThanOrEqualTo(Math.max(earliest, before));
        inVain = model.ran.isEmpty() ? inVain + 1 : 0;
        assertThat(inVain).isLessThan(10);
        turns++;
      }
    }
    assertThat(timers).isGreaterThan(500);
    assertThat(turns).isLessThan(2 * timers);
  }
}
