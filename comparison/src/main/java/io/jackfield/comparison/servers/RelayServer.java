package io.jackfield.comparison.servers;

import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Passes connections on to another port as the recipe does, through the reactor: {@code RelayServer
 * TARGET --driver NAME PORT}.
 */
public final class RelayServer {
  private RelayServer() {}

  /** Runs until it is killed. */
  public static void main(String[] args) throws IOException {
    ServerArguments arguments = ServerArguments.of(Arrays.copyOfRange(args, 1, args.length));
    var target = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
    try (Reactor reactor = arguments.reactor()) {
      reactor.listen(
          arguments.address(),
          _ -> {
            var front = new End();
            var back = new End();
            front.other = back;
            back.other = front;
            front.target = target;
            return front;
          });
      reactor.run();
    }
  }

  /** One of two ends: what it gets goes to the other. */
  private static final class End implements Protocol {
    private @Nullable End other;

    /** Where the other end is to be connected to; null for the end that is. */
    private @Nullable InetSocketAddress target;

    private @Nullable Transport transport;

    @Override
    public void connectionMade(Transport made) {
      transport = made;
      if (target != null) {
        made.pauseReading();
        var _ =
            made.reactor()
                .connect(target, _ -> other)
                .whenComplete((_, failure) -> {
                  if (failure != null) {
                    made.abort();
                  }
                });
      } else {
        other().resumeReading();
      }
    }

    private Transport other() {
      Transport made = other == null ? null : other.transport;
      if (made == null) {
        throw new IllegalStateException("the other end is not connected");
      }
      return made;
    }

    @Override
    public void dataReceived(ByteBuffer data) {
      other().writeLent(data);
    }

    @Override
    public boolean endReceived() {
      other().endOutput();
      return true;
    }

    @Override
    public void writePaused() {
      other().pauseReading();
    }

    @Override
    public void writeResumed() {
      other().resumeReading();
    }

    @Override
    public void connectionLost(LossReason reason) {
      if (other != null && other.transport != null) {
        other.transport.close();
      }
    }
  }
}
