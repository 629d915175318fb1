package io.jackfield.service.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.reactor.ListeningPort;
import io.jackfield.reactor.Reactor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A receiver on a loop of its own, and what its listener is told, in order. */
final class ReceiverAtWork implements AutoCloseable, TransferListener {
  private static final int DEADLINE_SECONDS = 20;
  private static final int QUIET_MILLIS = 200;

  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final Reactor reactor;
  private final InetSocketAddress address;
  private final Thread loop;

  ReceiverAtWork(ReceivingSettings settings) throws IOException {
    reactor = Reactor.create();
    ListeningPort port =
        reactor.listen(
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0),
            new Receiving(settings, this));
    address = (InetSocketAddress) port.localAddress();
    loop = Thread.ofPlatform().name("loop").start(this::run);
  }

  private void run() {
    try {
      reactor.run();
    } catch (IOException e) {
      told.add("the loop failed: " + e);
    }
  }

  InetSocketAddress address() {
    return address;
  }

  Reactor reactor() {
    return reactor;
  }

  /** Waits until the listener is told this; forgets what it was told before. */
  void awaitTold(String what) throws InterruptedException {
    for (String next = ""; !next.equals(what); ) {
      @Nullable String one = told.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
      assertThat(one).as("the last before '%s' was '%s'", what, next).isNotNull();
      next = String.valueOf(one);
    }
  }

  /** Waits until nothing has been told for a while. */
  void awaitSilence() throws InterruptedException {
    @Nullable String last;
    do {
      last = told.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS);
    } while (last != null);
  }

  @Override
  public Transfer begun(String name, long size, long offset) {
    told.add("begun " + name + " " + size + " " + offset);
    return new Transfer() {
      @Override
      public void at(long bytes) {
        told.add("at " + bytes);
      }

      @Override
      public void done() {
        told.add("done " + name);
      }

      @Override
      public void failed(String why) {
        told.add("failed " + name);
      }
    };
  }

  @Override
  public void same(String name) {
    told.add("same " + name);
  }

  @Override
  public void refused(String name, String why) {
    told.add("refused " + name + ": " + why);
  }

  @Override
  public void over(String failure) {
    told.add("over");
  }

  @Override
  public void close() {
    var _ = reactor.stop();
    try {
      assertThat(loop.join(Duration.ofSeconds(DEADLINE_SECONDS))).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
