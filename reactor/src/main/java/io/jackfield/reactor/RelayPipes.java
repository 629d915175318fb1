package io.jackfield.reactor;

import io.jackfield.reactor.driver.DescriptorKind;
import io.jackfield.reactor.driver.Driver;
import io.jackfield.reactor.driver.Handle;
import io.jackfield.socket.linux.DescriptorCalls;
import io.jackfield.socket.linux.SocketCalls;
import java.io.IOException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The pipes of one loop through which the kernel moves bytes. A relay has one for a direction only
 * while bytes are in it: so there are as many as peers that do not read, and a few more, not as
 * many as relays. Its loop's thread's.
 *
 * <p>The kernel counts the room of a user's pipes. Beyond {@code /proc/sys/fs/pipe-user-pages-soft}
 * (64 MiB) who is not privileged gets pipes of two pages: those move less a call than a copy does,
 * and are not used. Source: pipe(7).
 */
final class RelayPipes {
  /** What a pipe is to have room for, in bytes; a quarter of what any user may ask for. */
  static final int WANTED_BYTES = 262_144;

  /** What it must have room for to be worth it: the kernel's own default. */
  static final int LEAST_BYTES = 65_536;

  /** The most at a time, so that slow peers leave descriptors to the others. */
  static final int MOST = 1_024;

  /** Empty ones that are kept. */
  private static final int KEPT = 8;

  /** Both ends of a pipe, as the driver has them. */
  record RelayPipe(Handle source, Handle sink) {}

  private final Driver driver;
  private final int most;
  private final int wantedBytes;
  private final ArrayDeque<RelayPipe> spare = new ArrayDeque<>();
  private int open;

  RelayPipes(Driver driver) {
    this(driver, MOST, WANTED_BYTES);
  }

  /** With a limit, and room, of its own. */
  RelayPipes(Driver driver, int most, int wantedBytes) {
    this.driver = driver;
    this.most = most;
    this.wantedBytes = wantedBytes;
  }

  /** An empty pipe; null if none is to be had. */
  @Nullable RelayPipe take() {
    RelayPipe kept = spare.poll();
    if (kept != null || open == most) {
      return kept;
    }
    var ends = new int[2];
    if (DescriptorCalls.pipe(ends) < 0) {
      return null; // No descriptors are left.
    }
    if (!isLarge(ends[0])) {
      SocketCalls.close(ends[0]);
      SocketCalls.close(ends[1]);
      return null;
    }
    return adopt(ends);
  }

  private boolean isLarge(int pipe) {
    return DescriptorCalls.pipeBytes(pipe, wantedBytes) >= LEAST_BYTES
        || DescriptorCalls.pipeBytes(pipe) >= LEAST_BYTES;
  }

  private @Nullable RelayPipe adopt(int[] ends) {
    Handle source = null;
    try {
      source = driver.adopt(ends[0], DescriptorKind.PIPE);
      var made = new RelayPipe(source, driver.adopt(ends[1], DescriptorKind.PIPE));
      open++;
      return made;
    } catch (IOException e) {
      if (source == null) {
        SocketCalls.close(ends[0]);
      } else {
        driver.close(source, false);
      }
      SocketCalls.close(ends[1]);
      return null;
    }
  }

  /** Takes one back that is empty. */
  void giveBack(RelayPipe empty) {
    if (spare.size() < KEPT) {
      spare.push(empty);
    } else {
      drop(empty);
    }
  }

  /** Closes one, whatever is in it. */
  void drop(RelayPipe pipe) {
    open--;
    driver.close(pipe.sink(), false);
    driver.close(pipe.source(), false);
  }

  /** The loop ends. */
  void close() {
    for (RelayPipe one; (one = spare.poll()) != null; ) {
      drop(one);
    }
  }
}
