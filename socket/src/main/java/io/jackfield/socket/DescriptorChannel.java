package io.jackfield.socket;

import io.jackfield.socket.SocketEvent.Kind;
import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.linux.DescriptorCalls;
import io.jackfield.socket.linux.EventCalls;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A descriptor that is no socket; it waits as sockets do. */
abstract class DescriptorChannel extends WaitingChannel {
  DescriptorChannel(int number) {
    super(number);
  }

  /** Returns a result of 0 or more; throws what a negated errno stands for. */
  static int succeeded(String call, int result) throws IOException {
    if (result < 0) {
      SocketObservers.failed(Kind.FAILED, call, -1, null, new Errno(-result));
      throw Failures.of(call, result, null, null);
    }
    return result;
  }

  /** As {@link #succeeded}, of a call that gives a new descriptor. */
  static int opened(String call, int number) throws IOException {
    succeeded(call, number);
    SocketObservers.end(SocketObservers.begin(), Kind.OPENED, call, number, null, 0);
    return number;
  }

  @Override
  public final int descriptor() {
    return descriptor.number();
  }

  @Override
  final @Nullable SocketAddress peer() {
    return null;
  }

  @Override
  final @Nullable SocketAddress self() {
    return null;
  }

  /** How long one call may wait. */
  public final Duration timeout() {
    return waitsAtMost();
  }

  /** Reads once; -1 at the end, 0 where it must not wait and nothing is there. */
  final int readBytes(ByteBuffer into) throws IOException {
    if (into.isReadOnly()) {
      throw new IllegalArgumentException("a read-only buffer cannot be read into");
    }
    if (!into.hasRemaining()) {
      return 0;
    }
    long deadline = enterToWait(false);
    try {
      long started = SocketObservers.begin();
      int count;
      do {
        count = readNow(into);
      } while (again("read", count, Abi.READABLE, deadline));
      if (count == -Abi.EAGAIN) {
        return 0;
      }
      done(started, Kind.READ, "read", check("read", count));
      return count == 0 ? -1 : count;
    } finally {
      descriptor.leave();
    }
  }

  /** The call itself, which must not wait. */
  int readNow(ByteBuffer into) {
    return DescriptorCalls.read(descriptor.number(), into);
  }

  /** Writes once; 0 where it must not wait and there is no room. */
  final int writeBytes(ByteBuffer from) throws IOException {
    if (!from.hasRemaining()) {
      return 0;
    }
    long deadline = enterToWait(false);
    try {
      long started = SocketObservers.begin();
      int count;
      do {
        count = DescriptorCalls.write(descriptor.number(), from);
      } while (again("write", count, Abi.WRITABLE, deadline));
      if (count == -Abi.EAGAIN) {
        return 0;
      }
      done(started, Kind.WRITTEN, "write", check("write", count));
      return count;
    } finally {
      descriptor.leave();
    }
  }

  /** Takes the count of an eventfd or timerfd; 0 where it must not wait and there is none. */
  final long takeCount() throws IOException {
    var count = new long[1];
    long deadline = enterToWait(false);
    try {
      long started = SocketObservers.begin();
      int result;
      do {
        result = EventCalls.take(descriptor.number(), count);
      } while (again("read", result, Abi.READABLE, deadline));
      if (result == -Abi.EAGAIN) {
        return 0;
      }
      done(started, Kind.READ, "read", check("read", result));
      return count[0];
    } finally {
      descriptor.leave();
    }
  }

  @Override
  public final String toString() {
    return getClass().getSimpleName() + "[" + descriptor() + "]";
  }
}
