package io.jackfield.socket;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;

/**
 * Signals sent to this process. The only class that uses {@code sun.misc.Signal}, the JVM's one way
 * to them (signalfd(2) cannot have them: the JVM's other threads take them first), and by
 * reflection, since the compiler's warning about it cannot be switched off.
 */
public final class ProcessSignals {
  private ProcessSignals() {}

  /**
   * Has {@code action} run at each arrival of a signal instead of what the JVM does by default; on
   * the JVM's signal thread, so it must not wait.
   *
   * @param name without its prefix: {@code TERM}, {@code INT}
   * @throws IllegalArgumentException if there is no such signal, or the JVM keeps it for itself
   */
  public static void onEach(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      MethodHandle run =
          MethodHandles.publicLookup()
              .findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
              .bindTo(action);
      Object adapted =
          MethodHandleProxies.asInterfaceInstance(
              handler, MethodHandles.dropArguments(run, 0, signal));
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), adapted);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException("signal " + name + " cannot be handled", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "this JVM has no sun.misc.Signal (module jdk.unsupported)", e);
    }
  }
}
