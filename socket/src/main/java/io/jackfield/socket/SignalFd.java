package io.jackfield.socket;

import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.linux.EventCalls;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Signals sent to one thread, as a descriptor. Source: signalfd(2).
 *
 * <p><b>Its limit.</b> A signal that is sent to the process ({@code kill}, a key at the terminal)
 * does not come here: the kernel gives it to any thread that does not hold it back, and the JVM has
 * many that do not. For those there is {@link ProcessSignals#asDescriptor}. What comes here is sent
 * to the one thread: by {@code tgkill(2)}, by a timer of {@code timer_create(2)}, or as the {@code
 * SIGIO} of a descriptor whose owner it is.
 *
 * <p><b>Threads.</b> {@link #open} holds the signals back from the calling thread, a platform
 * thread, until that ends; only that thread can take them, and only in its waits is this ready.
 */
public final class SignalFd extends DescriptorChannel {
  private static final int SIGNALS = 64;

  /** What the JVM runs on, and what cannot be held back. */
  private static final Set<Integer> NOT_FOR_US = Set.of(4, 5, 7, 8, 9, 11, 12, 19);

  // struct signalfd_siginfo
  private static final int BYTES = 128;
  private static final int NUMBER_AT = 0;
  private static final int CODE_AT = 8;
  private static final int PROCESS_AT = 12;
  private static final int USER_AT = 16;
  private static final int VALUE_AT = 44;

  private SignalFd(int number) {
    super(number);
  }

  /**
   * Opens one, and holds the signals back from the calling thread.
   *
   * @param signals their numbers, 1 to 64
   * @throws IllegalArgumentException if there is no such signal, it cannot be held back (9, 19), or
   *     the JVM needs it (4, 5, 7, 8, 11, 12)
   * @throws WrongThreadException on a virtual thread, which has no signals of its own
   * @throws TooManyOpenFilesException if no descriptor is left
   */
  public static SignalFd open(int... signals) throws IOException {
    Abi.requireSupported();
    if (Thread.currentThread().isVirtual()) {
      throw new WrongThreadException("a virtual thread has no signals of its own");
    }
    long set = Arrays.stream(signals).mapToLong(SignalFd::bit).reduce(0, (a, b) -> a | b);
    succeeded("rt_sigprocmask", EventCalls.blockSignals(set));
    return new SignalFd(opened("signalfd4", EventCalls.signalFd(set)));
  }

  private static long bit(int signal) {
    if (signal < 1 || signal > SIGNALS || NOT_FOR_US.contains(signal)) {
      throw new IllegalArgumentException("signal " + signal + " cannot be taken");
    }
    return 1L << (signal - 1);
  }

  /** As {@link Socket#timeout(Duration)}. */
  public SignalFd timeout(Duration timeout) {
    waitAtMost(timeout, Socket.NEVER);
    return this;
  }

  /**
   * Waits for a signal to this thread and takes it.
   *
   * @return null only where the call must not wait and none is there
   */
  public @Nullable ReceivedSignal take() throws IOException {
    ByteBuffer info = ByteBuffer.allocate(BYTES).order(ByteOrder.nativeOrder());
    if (readBytes(info) <= 0) {
      return null;
    }
    return new ReceivedSignal(
        info.getInt(NUMBER_AT),
        info.getInt(CODE_AT),
        info.getInt(PROCESS_AT),
        info.getInt(USER_AT),
        info.getInt(VALUE_AT));
  }
}
