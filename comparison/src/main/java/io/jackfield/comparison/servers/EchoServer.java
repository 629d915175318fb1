package io.jackfield.comparison.servers;

import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.Transport;
import io.jackfield.socket.SocketObservers;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Echo as the recipes have it: {@code EchoServer --driver NAME [--spin|--observed] PORT}. */
public final class EchoServer implements Protocol {
  private @Nullable Transport transport;

  /** Runs until it is killed. */
  public static void main(String[] args) throws IOException {
    ServerArguments arguments = ServerArguments.of(args);
    if (arguments.isObserved()) {
      var _ = SocketObservers.add(new CallTotals());
    }
    try (Reactor reactor = arguments.reactor()) {
      reactor.listen(arguments.address(), _ -> new EchoServer());
      reactor.run();
    }
  }

  @Override
  public void connectionMade(Transport made) {
    transport = made;
  }

  @Override
  public void dataReceived(ByteBuffer data) {
    transport().writeLent(data);
  }

  // A peer that does not take its echo is not listened to until it does.
  @Override
  public void writePaused() {
    transport().pauseReading();
  }

  @Override
  public void writeResumed() {
    transport().resumeReading();
  }

  private Transport transport() {
    Transport made = transport;
    if (made == null) {
      throw new IllegalStateException("not connected");
    }
    return made;
  }
}
