package io.jackfield.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jackfield.reactor.Producer;
import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.Transport;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connection without a network, whose loop and whose other threads go on when they are told to.
 */
public final class FakeTransport implements InvocationHandler, AutoCloseable {
  private static final InetSocketAddress LOCAL =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 7_777);

  private final List<String> asked = new ArrayList<>();
  private final StringBuilder written = new StringBuilder();
  private final ArrayDeque<Runnable> work = new ArrayDeque<>();
  private final Reactor reactor;
  private final Protocol protocol;
  private @Nullable Producer producer;
  private boolean writePaused;
  private long bufferedBytes;

  public FakeTransport(Protocol protocol) throws IOException {
    this.protocol = protocol;
    reactor = Reactor.builder().pool(work::add).build();
    reactor.start();
    Object made =
        Proxy.newProxyInstance(
            Transport.class.getClassLoader(), new Class<?>[] {Transport.class}, this);
    protocol.connectionMade((Transport) made);
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
    if (method.getName().equals("reactor")) {
      return reactor;
    }
    if (!method.getName().startsWith("is")) {
      asked.add(method.getName());
    }
    if (arguments != null && arguments[0] instanceof ByteBuffer bytes) {
      written.append(UTF_8.decode(bytes));
    } else if (arguments != null && arguments[0] instanceof Producer made) {
      producer = made;
    }
    return switch (method.getName()) {
      case "bufferedBytes" -> bufferedBytes;
      case "isWritePaused" -> writePaused;
      case "writeLimitBytes" -> Long.MAX_VALUE;
      case "localAddress" -> LOCAL;
      default -> null;
    };
  }

  /** What the protocol has asked for since the last call, by the methods' names; no questions. */
  public List<String> asked() {
    List<String> all = List.copyOf(asked);
    asked.clear();
    return all;
  }

  /** All that was written. */
  public String written() {
    return written.toString();
  }

  /** Bytes arrive. */
  public void come(String text) {
    protocol.dataReceived(ByteBuffer.wrap(text.getBytes(UTF_8)).asReadOnlyBuffer());
  }

  /** So many bytes wait to be sent. */
  public void bufferedBytes(long bytes) {
    bufferedBytes = bytes;
  }

  /** More wait than should, and the protocol is told; or no more so. */
  public void writePaused(boolean is) {
    writePaused = is;
    if (is) {
      protocol.writePaused();
    } else {
      protocol.writeResumed();
    }
  }

  /** There is room for so many bytes. */
  public void request(long bytes) {
    if (producer != null) {
      producer.request(bytes);
    }
  }

  /** Whether something waits for another thread. */
  public boolean hasWork() {
    return !work.isEmpty();
  }

  /** Another thread does what has waited longest, and the loop what follows from it. */
  public void doWork() throws IOException {
    work.remove().run();
    reactor.turn();
  }

  @Override
  public void close() {
    reactor.close();
  }
}
