package io.jackfield.reactor;

import java.io.IOException;

/** What a port's protocol is told of its sending, when the callback that goes on is over. */
final class DatagramNews {
  private final DatagramPort port;
  private final DatagramProtocol protocol;
  private final DatagramQueue queue;
  private final DatagramFailures failures;
  private boolean writePaused;

  DatagramNews(
      DatagramPort port,
      DatagramProtocol protocol,
      DatagramQueue queue,
      DatagramFailures failures) {
    this.port = port;
    this.protocol = protocol;
    this.queue = queue;
    this.failures = failures;
  }

  boolean isWritePaused() {
    return writePaused;
  }

  void tell() {
    if (failures.takeRefused()) {
      run(protocol::connectionRefused, "connectionRefused");
    }
    for (IOException one; !port.isLost() && (one = failures.next()) != null; ) {
      IOException failure = one;
      run(() -> protocol.sendFailed(failure), "sendFailed");
    }
    if (!writePaused && queue.isHalfFull()) {
      writePaused = true;
      run(protocol::writePaused, "writePaused");
    } else if (writePaused && !queue.isQuarterFull()) {
      writePaused = false;
      run(protocol::writeResumed, "writeResumed");
    }
  }

  private void run(Runnable callback, String name) {
    try {
      callback.run();
    } catch (Throwable t) {
      port.callbackFailed(t, name);
    }
  }
}
