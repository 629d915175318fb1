package io.jackfield.conformance.e2e;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One output stream of a child process, read by a thread of its own and waited for here. Seen as
 * {@link Wire} strings. Any thread.
 */
public final class Output {
  /** The longest wait of any test: only a failing one needs that much. */
  public static final Duration DEADLINE = Duration.ofSeconds(20);

  private final String name;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Guarded by the lock, as is {@link #ended}. */
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();

  private boolean ended;

  Output(String name, InputStream from) {
    this.name = name;
    Thread.ofVirtual().name(name).start(() -> readAll(from));
  }

  private void readAll(InputStream from) {
    byte[] buffer = new byte[65_536];
    try (from) {
      for (int count; (count = from.read(buffer)) >= 0; ) {
        add(buffer, count, false);
      }
    } catch (IOException e) {
      // The process was killed while its output was read: that is an end as well.
    } finally {
      add(buffer, 0, true);
    }
  }

  private void add(byte[] bytes, int count, boolean last) {
    lock.lock();
    try {
      received.write(bytes, 0, count);
      ended = last;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** What has come so far. */
  public String soFar() {
    lock.lock();
    try {
      return Wire.of(received.toByteArray());
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the stream ends; returns all that came. */
  public String awaitEnd() {
    return await("its end", _ -> false, true);
  }

  /** Waits until {@code text} has come; returns all that came so far. */
  public String await(String text) {
    return await("'" + text + "'", soFar -> soFar.contains(text), false);
  }

  /** Waits until at least {@code count} bytes have come; returns all that came so far. */
  public String awaitBytes(int count) {
    return await(count + " bytes", soFar -> soFar.length() >= count, false);
  }

  /** Waits until {@code pattern} is found in what came; returns where. */
  public Matcher await(Pattern pattern) {
    String all = await("/" + pattern + "/", soFar -> pattern.matcher(soFar).find(), false);
    Matcher found = pattern.matcher(all);
    found.find();
    return found;
  }

  private String await(String what, Predicate<String> done, boolean endIsEnough) {
    long left = DEADLINE.toNanos();
    lock.lock();
    try {
      for (; ; ) {
        String soFar = soFar();
        if (done.test(soFar) || (ended && endIsEnough)) {
          return soFar;
        }
        if (ended || left <= 0) {
          String why = ended ? " ended without " : " did not show within the deadline ";
          throw new AssertionError(name + why + what + "; it showed: " + soFar);
        }
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(
          name + ": interrupted with " + NANOSECONDS.toMillis(left) + " ms left", e);
    } finally {
      lock.unlock();
    }
  }
}
