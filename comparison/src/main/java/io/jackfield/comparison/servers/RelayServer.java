package io.jackfield.comparison.servers;

import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.Relay;
import io.jackfield.reactor.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Passes connections on to another port, joined by {@link Relay}: {@code RelayServer TARGET
 * --driver NAME PORT}.
 */
public final class RelayServer {
  private RelayServer() {}

  /** Runs until it is killed. */
  public static void main(String[] args) throws IOException {
    ServerArguments arguments = ServerArguments.of(Arrays.copyOfRange(args, 1, args.length));
    var target = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
    try (Reactor reactor = arguments.reactor()) {
      reactor.listen(arguments.address(), _ -> new Front(target));
      reactor.run();
    }
  }

  /** Until the target is connected nothing is read; then the relay has both. */
  private record Front(InetSocketAddress target) implements Protocol {
    @Override
    public void connectionMade(Transport made) {
      made.pauseReading();
      var _ =
          made.reactor()
              .connect(target, _ -> new Back(made))
              .whenComplete((_, failure) -> {
                if (failure != null) {
                  made.abort();
                }
              });
    }

    @Override
    public void dataReceived(ByteBuffer data) {
      throw new IllegalStateException("received while reading is paused");
    }
  }

  private record Back(Transport front) implements Protocol {
    @Override
    public void connectionMade(Transport made) {
      var _ = Relay.join(front, made);
    }

    @Override
    public void dataReceived(ByteBuffer data) {
      throw new IllegalStateException("received, though the relay has the connection");
    }
  }
}
