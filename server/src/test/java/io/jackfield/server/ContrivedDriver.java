package io.jackfield.server;

import io.jackfield.reactor.driver.Driver;
import io.jackfield.reactor.driver.Drivers;
import io.jackfield.reactor.driver.Handle;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Epoll, but for what a real network does only once in a while. Called by the loop's thread. */
final class ContrivedDriver implements InvocationHandler {
  /** What messages to be sent meet: an errno's negative, {@link Driver#PENDING}; null for epoll. */
  volatile @Nullable Integer sendResult;

  private final ConcurrentLinkedQueue<Consumer<Handle>> completions = new ConcurrentLinkedQueue<>();
  private @Nullable Driver real;
  private @Nullable Handle last;

  Driver open() throws IOException {
    real = Drivers.epoll();
    return (Driver)
        Proxy.newProxyInstance(Driver.class.getClassLoader(), new Class<?>[] {Driver.class}, this);
  }

  /** Has this happen to the descriptor that last accepted or sent, in the next turn. */
  void happen(Consumer<Handle> completion) {
    completions.add(completion);
    if (real != null) {
      real.wakeUp();
    }
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    switch (method.getName()) {
      case "sendMessage", "sendMessages" -> {
        last = (Handle) arguments[0];
        if (sendResult != null) {
          return sendResult;
        }
      }
      case "accept" -> last = (Handle) arguments[0];
      case "complete" -> {
        for (Consumer<Handle> one; last != null && (one = completions.poll()) != null; ) {
          one.accept(last);
        }
      }
      default -> {}
    }
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
