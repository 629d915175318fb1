package io.jackfield.server;

import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.ProtocolFactory;
import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.driver.Drivers;
import io.jackfield.socket.CachingResolver;
import io.jackfield.socket.Resolver;
import io.jackfield.socket.SystemResolver;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A factory of protocols as all of a server use it, whatever runs them: told once of the first and
 * of the last; with what the loops of single connections have in common. Any thread.
 */
final class SharedFactory {
  /** How many threads {@link Reactor#deferToThread} has for all connections at most. */
  private static final int THREADS = 32;

  /** How much work may wait for them. */
  private static final int WAITING = 10_000;

  private static final int IDLE_SECONDS = 10;

  private final ProtocolFactory factory;

  /** Guarded by this, as the next: how many use it now. */
  private int uses;

  private @Nullable ThreadPoolExecutor pool;
  private @Nullable Resolver resolver;

  SharedFactory(ProtocolFactory factory) {
    this.factory = factory;
  }

  synchronized void use() {
    if (uses++ == 0) {
      guarded("ProtocolFactory.started", factory::started);
    }
  }

  synchronized void release() {
    if (--uses == 0) {
      guarded("ProtocolFactory.stopped", factory::stopped);
      if (pool != null) {
        pool.shutdown();
        pool = null;
      }
    }
  }

  private static void guarded(String name, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      System.getLogger(BaseServer.class.getName())
          .log(System.Logger.Level.ERROR, name + " failed", e);
    }
  }

  /** Null where it wants none for this client. */
  @Nullable Protocol build(SocketAddress client) {
    return factory.buildProtocol(client.equals(StreamTaking.UNNAMED) ? null : client);
  }

  /** A small loop for one connection. */
  Reactor newLoop() throws IOException {
    return Reactor.builder()
        .driver(Drivers::parking)
        .pool(pool())
        .resolver(resolver())
        .stallThreshold(null)
        .build();
  }

  private synchronized Executor pool() {
    ThreadPoolExecutor made = pool;
    if (made == null) {
      made =
          new ThreadPoolExecutor(
              THREADS,
              THREADS,
              IDLE_SECONDS,
              TimeUnit.SECONDS,
              new LinkedBlockingQueue<>(WAITING),
              Thread.ofPlatform().daemon().name("protocol-work-", 0).factory());
      made.allowCoreThreadTimeOut(true);
      pool = made;
    }
    return made;
  }

  private synchronized Resolver resolver() {
    Resolver made = resolver;
    if (made == null) {
      made = new CachingResolver(new SystemResolver());
      resolver = made;
    }
    return made;
  }
}
