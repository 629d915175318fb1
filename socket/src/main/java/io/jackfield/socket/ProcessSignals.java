package io.jackfield.socket;

import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.linux.ProcessCalls;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Signals sent to this process, and by it. The only class that uses {@code sun.misc.Signal}, the
 * JVM's one way to them (signalfd(2) cannot have them: the JVM's other threads take them first),
 * and by reflection, since the compiler's warning about it cannot be switched off.
 */
public final class ProcessSignals {
  private ProcessSignals() {}

  /**
   * Has {@code action} run at each arrival of a signal instead of what the JVM does by default; on
   * a thread that the JVM starts for it, so it may run on several at the same time.
   *
   * @param name without its prefix: {@code TERM}, {@code INT}
   * @throws IllegalArgumentException if there is no such signal, or the JVM keeps it for itself
   */
  public static void onEach(String name, Runnable action) {
    install(name, handler(action));
  }

  /**
   * Makes signals a descriptor that a {@link Multiplexer} can wait for, beside sockets and timers.
   * Until it is closed they do nothing else; then each is handled again as it was before.
   *
   * @param names without their prefix: {@code TERM}, {@code HUP}; throws as {@link #onEach}, and
   *     then none is caught
   * @throws TooManyOpenFilesException if no descriptor is left
   */
  public static SignalDescriptor asDescriptor(String... names) throws IOException {
    SignalDescriptor descriptor = SignalDescriptor.open();
    Deque<Runnable> undo = new ArrayDeque<>();
    try {
      for (String name : names) {
        Object ours = handler(() -> descriptor.arrived(name));
        Object before = install(name, ours);
        undo.push(() -> restore(name, ours, before));
      }
    } catch (RuntimeException e) {
      undo.forEach(Runnable::run);
      descriptor.close();
      throw e;
    }
    descriptor.onClosing(() -> undo.forEach(Runnable::run));
    return descriptor;
  }

  /**
   * Sends a signal to a process: {@code kill(2)}.
   *
   * @param pid 1 or more
   * @param name without its prefix: {@code USR2}
   * @throws PermissionDeniedException if it is another user's
   * @throws KernelException if there is no such process ({@code ESRCH})
   * @throws IllegalArgumentException if there is no such signal
   */
  public static void send(int pid, String name) throws IOException {
    Abi.requireSupported();
    if (pid < 1) {
      throw new IllegalArgumentException("no process has the number " + pid);
    }
    int result = ProcessCalls.kill(pid, ProcessCalls.signal(name));
    if (result < 0) {
      throw Failures.of("kill " + pid, result, null, null);
    }
  }

  /** Leaves alone what somebody else has installed since. */
  private static void restore(String name, Object ours, Object before) {
    Object now = install(name, before);
    if (!now.equals(ours)) {
      install(name, now);
    }
  }

  @SuppressWarnings("ReferenceEquality") // It is what a handler's equals() is asked for.
  private static Object handler(Runnable action) {
    try {
      return Proxy.newProxyInstance(
          ProcessSignals.class.getClassLoader(),
          new Class<?>[] {Class.forName("sun.misc.SignalHandler")},
          (self, called, arguments) -> {
            switch (called.getName()) {
              case "handle" -> action.run();
              case "equals" -> {
                return self == arguments[0];
              }
              case "hashCode" -> {
                return System.identityHashCode(self);
              }
              default -> {
                return "a handler of signals"; // toString()
              }
            }
            return null;
          });
    } catch (ClassNotFoundException e) {
      throw missing(e);
    }
  }

  /** Returns the handler that was there before. */
  private static Object install(String name, Object handler) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      return signal
          .getMethod("handle", signal, Class.forName("sun.misc.SignalHandler"))
          .invoke(null, signal.getConstructor(String.class).newInstance(name), handler);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException("signal " + name + " cannot be handled", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw missing(e);
    }
  }

  private static IllegalStateException missing(ReflectiveOperationException e) {
    return new IllegalStateException("this JVM has no sun.misc.Signal (module jdk.unsupported)", e);
  }
}
