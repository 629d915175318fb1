package io.jackfield.reactor.driver;

import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.linux.EventCalls;
import io.jackfield.socket.linux.SocketCalls;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A descriptor kept for the moment when there is none left: given up, it lets one waiting
 * connection be accepted and closed, so that its client learns that it is not served instead of
 * hanging, and the listener does not stay ready for ever.
 */
final class ReserveDescriptor {
  private static final int NONE = -1;

  private int number = NONE;

  private static int take() {
    int number = EventCalls.eventFd(0, false);
    return number < 0 ? NONE : number;
  }

  /** Connections are going to be accepted. */
  void hold() {
    if (number == NONE) {
      number = take();
    }
  }

  void turnAway(int listener) {
    hold();
    if (number == NONE) {
      return; // Somebody was quicker the last time; then the client waits.
    }
    SocketCalls.close(number);
    int accepted = SocketCalls.accept(listener, new @Nullable SocketAddress[1]);
    if (accepted >= 0) {
      SocketCalls.close(accepted);
    } else if (accepted == -Abi.EMFILE) {
      number = NONE;
      return;
    }
    number = take();
  }

  void close() {
    if (number != NONE) {
      SocketCalls.close(number);
      number = NONE;
    }
  }
}
