package io.jackfield.conformance.reactor.peers;

import static java.util.Objects.requireNonNull;

import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.ProtocolFactory;
import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.Transport;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** A way to another port that takes its time: all arrives in order, each part so much later. */
final class Delay implements ProtocolFactory {
  private static final int MOST_UNDER_WAY_BYTES = 1 << 18;

  private final Reactor reactor;
  private final SocketAddress target;
  private final Duration each;

  Delay(Reactor reactor, SocketAddress target, Duration each) {
    this.reactor = reactor;
    this.target = target;
    this.each = each;
  }

  @Override
  public Protocol buildProtocol(@Nullable SocketAddress peer) {
    return new Near();
  }

  /** One of two ends; what it gets goes to the other. */
  private class End implements Protocol {
    @Nullable End other;
    @Nullable Transport transport;
    private final ArrayDeque<Runnable> underWay = new ArrayDeque<>();
    private int bytesUnderWay;

    final Transport transport() {
      return requireNonNull(transport);
    }

    final Transport beyond() {
      return requireNonNull(other).transport();
    }

    private void later(Runnable step) {
      underWay.add(step);
      reactor.callLater(each, () -> underWay.remove().run());
    }

    @Override
    public void connectionMade(Transport made) {
      transport = made;
    }

    @Override
    public void dataReceived(ByteBuffer data) {
      int length = data.remaining();
      ByteBuffer copy = ByteBuffer.allocate(length).put(data).flip();
      bytesUnderWay += length;
      updateReading();
      later(() -> {
        beyond().write(copy);
        bytesUnderWay -= length;
        updateReading();
      });
    }

    private void updateReading() {
      if (bytesUnderWay > MOST_UNDER_WAY_BYTES || beyond().isWritePaused()) {
        transport().pauseReading();
      } else {
        transport().resumeReading();
      }
    }

    @Override
    public void writePaused() {
      requireNonNull(other).updateReading();
    }

    @Override
    public void writeResumed() {
      requireNonNull(other).updateReading();
    }

    @Override
    public boolean endReceived() {
      later(() -> beyond().endOutput());
      return true;
    }

    @Override
    public void connectionLost(LossReason reason) {
      if (!(reason instanceof LossReason.Done)) {
        later(() -> beyond().abort());
      }
    }
  }

  private final class Near extends End {
    @Override
    public void connectionMade(Transport made) {
      super.connectionMade(made);
      made.pauseReading();
      var far = new End();
      other = far;
      far.other = this;
      var _ =
          reactor
              .connect(target, _ -> far)
              .whenComplete((_, failure) -> {
                if (failure == null) {
                  made.resumeReading();
                } else {
                  made.abort();
                }
              });
    }
  }
}
