package io.jackfield.reactor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A connection as a pair of reactive streams: a publisher of what arrives and a subscriber for what
 * is to be sent, with back-pressure both ways. Each takes one partner, which may call from any
 * thread. Source: {@link Flow}, reactive-streams.org 1.0.4.
 */
public final class FlowProtocol
    implements Protocol, Flow.Publisher<ByteBuffer>, Flow.Subscriber<ByteBuffer> {
  private final Reactor reactor;

  // All of it belongs to the loop's thread.
  private @Nullable Transport transport;
  private Flow.@Nullable Subscriber<? super ByteBuffer> out;
  private Flow.@Nullable Subscription in;
  private long demand;
  private boolean readingPaused;
  private boolean inputEnded;
  private boolean inRequested;
  private boolean inDone;
  private boolean over;
  private @Nullable LossReason loss;

  /** For one connection of {@code reactor}. */
  public FlowProtocol(Reactor reactor) {
    this.reactor = reactor;
  }

  // ---- what arrives -----------------------------------------------------------------------------

  /**
   * Gives {@code subscriber} what arrives: buffers of its own, the end by {@code onComplete}, a
   * connection that broke by {@code onError}. While it asks for nothing the peer is held up.
   *
   * @throws NullPointerException if it is null
   */
  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
    Objects.requireNonNull(subscriber);
    reactor.execute(() -> {
      if (out != null) {
        subscriber.onSubscribe(new Nothing());
        subscriber.onError(new IllegalStateException("a connection has one subscriber"));
        return;
      }
      out = subscriber;
      subscriber.onSubscribe(new Demand());
      tellEnd();
    });
  }

  private static final class Nothing implements Flow.Subscription {
    @Override
    public void request(long n) {}

    @Override
    public void cancel() {}
  }

  private final class Demand implements Flow.Subscription {
    @Override
    public void request(long n) {
      reactor.execute(() -> {
        if (n <= 0) {
          fail(new IllegalArgumentException("request(" + n + "): reactive streams rule 3.9"));
          return;
        }
        demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
        updateReading();
      });
    }

    @Override
    public void cancel() {
      reactor.execute(() -> {
        over = true;
        if (transport != null) {
          transport.abort();
        }
      });
    }
  }

  private void fail(Throwable why) {
    Flow.Subscriber<? super ByteBuffer> subscriber = out;
    if (!over && subscriber != null) {
      over = true;
      subscriber.onError(why);
    }
    if (transport != null) {
      transport.abort();
    }
  }

  private void updateReading() {
    boolean pause = demand == 0;
    if (transport != null && loss == null && pause != readingPaused) {
      readingPaused = pause;
      if (pause) {
        transport.pauseReading();
      } else {
        transport.resumeReading();
      }
    }
  }

  @Override
  public void connectionMade(Transport made) {
    transport = made;
    updateReading();
    askForMore();
  }

  @Override
  public void dataReceived(ByteBuffer data) {
    Flow.Subscriber<? super ByteBuffer> subscriber = out;
    if (subscriber == null || over) {
      return; // Not reached: without demand reading is paused.
    }
    demand--;
    subscriber.onNext(ByteBuffer.allocate(data.remaining()).put(data).flip());
    updateReading();
  }

  @Override
  public boolean endReceived() {
    inputEnded = true;
    tellEnd();
    return !inDone;
  }

  @Override
  public void connectionLost(LossReason reason) {
    loss = reason;
    tellEnd();
    if (in != null) {
      in.cancel();
    }
  }

  private void tellEnd() {
    Flow.Subscriber<? super ByteBuffer> subscriber = out;
    if (over || subscriber == null || (!inputEnded && loss == null)) {
      return;
    }
    over = true;
    if (inputEnded || loss instanceof LossReason.Done) {
      subscriber.onComplete();
    } else {
      subscriber.onError(
          loss instanceof LossReason.Lost lost
              ? lost.cause()
              : new IOException("the connection is lost: " + loss));
    }
  }

  // ---- what is to be sent -----------------------------------------------------------------------

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    reactor.execute(() -> {
      if (in != null || loss != null) {
        subscription.cancel();
        return;
      }
      in = subscription;
      askForMore();
    });
  }

  /** One at a time: the next when what waits to be sent is not too much. */
  private void askForMore() {
    if (in != null && transport != null && !inRequested && !transport.isWritePaused()) {
      inRequested = true;
      in.request(1);
    }
  }

  @Override
  public void onNext(ByteBuffer item) {
    Objects.requireNonNull(item);
    reactor.execute(() -> {
      inRequested = false;
      if (transport != null) {
        transport.write(item);
      }
      // In a turn to come: the write is looked at first, and may pause.
      reactor.execute(this::askForMore);
    });
  }

  @Override
  public void writeResumed() {
    askForMore();
  }

  @Override
  public void onError(Throwable failure) {
    Objects.requireNonNull(failure);
    reactor.execute(() -> {
      if (transport != null) {
        transport.abort();
      }
    });
  }

  @Override
  public void onComplete() {
    reactor.execute(() -> {
      inDone = true;
      if (transport != null) {
        transport.endOutput();
      }
    });
  }
}
