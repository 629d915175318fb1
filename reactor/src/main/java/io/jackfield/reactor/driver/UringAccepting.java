package io.jackfield.reactor.driver;

import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.linux.DescriptorCalls;
import java.io.IOException;
import java.util.ArrayDeque;

/**
 * Tells what requests that last have accepted: of each listener as many a turn as other drivers do,
 * and none while it is not to accept.
 */
final class UringAccepting {
  private final UringDriver driver;

  /** Descriptors from this number on are few. */
  private final int highNumber = DescriptorCalls.most() - AcceptedAhead.MUCH_ROOM;

  /** Listeners with something to tell, that may. */
  private final ArrayDeque<KernelHandle> due = new ArrayDeque<>();

  UringAccepting(UringDriver driver) {
    this.driver = driver;
  }

  /** A socket of ours listens from now on. */
  void begin(KernelHandle listener) throws IOException {
    if (listener.ahead() == null) {
      var ahead = new AcceptedAhead(listener.socket().family());
      ahead.isByCall = listener.number >= highNumber;
      listener.rare().ahead = ahead;
    }
  }

  /** A request has accepted a connection, or failed. */
  void completed(KernelHandle listener, AcceptedAhead ahead, int result) {
    if (result >= 0) {
      ahead.held.add(driver.acceptedAhead(result, ahead.family));
      changed(listener);
    } else if (result != -Abi.ECANCELED) {
      ahead.isByCall = true;
    }
  }

  /** There may be something to tell, and somebody to tell it to. */
  void changed(KernelHandle listener) {
    AcceptedAhead ahead = listener.ahead();
    if (ahead != null && !ahead.isDue && listener.accepting && !ahead.held.isEmpty()) {
      ahead.isDue = true;
      due.add(listener);
    }
  }

  boolean hasDue() {
    return !due.isEmpty();
  }

  /** Returns how many were told. */
  int tell() {
    int told = 0;
    for (int left = due.size(); left > 0; left--) {
      KernelHandle listener = due.remove();
      AcceptedAhead ahead = listener.ahead();
      if (ahead != null) {
        ahead.isDue = false;
        told += tell(listener, ahead);
        changed(listener);
        driver.change(listener);
      }
    }
    return told;
  }

  private int tell(KernelHandle listener, AcceptedAhead ahead) {
    int told = 0;
    while (told < ahead.toldATurn() && listener.accepting && !ahead.held.isEmpty()) {
      driver.tellAcceptedAhead(listener, ahead.held.remove(), ahead.family);
      told++;
    }
    return told;
  }

  /** A connection is about to be told, whoever accepted it. */
  void accepted(KernelHandle listener, KernelHandle connection) {
    AcceptedAhead ahead = listener.ahead();
    if (ahead != null) {
      ahead.isByCall = connection.number >= highNumber;
    }
  }

  /** The listener is closed; whoever was not told of is gone with it, as who waits in its queue. */
  void drop(KernelHandle listener) {
    listener.accepting = false;
    AcceptedAhead ahead = listener.ahead();
    if (ahead != null) {
      ahead.held.forEach(each -> KernelDriver.closeNow(each, true));
      ahead.held.clear();
    }
  }

  /** The same of one that comes afterwards. */
  void drop(AcceptedAhead ahead, int number) {
    KernelDriver.closeNow(driver.acceptedAhead(number, ahead.family), true);
  }
}
