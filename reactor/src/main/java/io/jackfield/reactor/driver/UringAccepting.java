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
    if (listener.number < highNumber) {
      listener.rare().ahead = new AcceptedAhead(listener.socket().family());
    }
  }

  /** A request has accepted a connection, or failed. */
  void completed(KernelHandle listener, AcceptedAhead ahead, int result) {
    if (result >= 0) {
      ahead.held.add(new KernelHandle(result, KernelHandle.Kind.STREAM));
      ahead.isOver |= result >= highNumber;
    } else if (result != -Abi.ECANCELED
        && result != -Abi.ECONNABORTED
        && result != -Abi.EINTR
        && result != -Abi.EAGAIN) {
      ahead.failure = result;
    }
    changed(listener);
  }

  /** There may be something to tell, and somebody to tell it to. */
  void changed(KernelHandle listener) {
    AcceptedAhead ahead = listener.ahead();
    if (ahead != null && !ahead.isDue && listener.accepting && ahead.hasUntold()) {
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
    for (; told < ReadyDriver.ACCEPTS_A_TURN && listener.accepting; told++) {
      KernelHandle connection = ahead.held.poll();
      if (connection != null) {
        driver.acceptedAhead(listener, connection, ahead.family);
        continue;
      }
      int failure = ahead.failure;
      if (failure != 0) {
        ahead.failure = 0;
        driver.acceptFailed(listener, failure);
      }
      return told;
    }
    return told;
  }

  /** The listener is closed; whoever was not told of is gone with it, as who waits in its queue. */
  void drop(KernelHandle listener) {
    listener.accepting = false;
    AcceptedAhead ahead = listener.ahead();
    if (ahead != null) {
      for (KernelHandle each; (each = ahead.held.poll()) != null; ) {
        KernelDriver.closeNow(each, true);
      }
      ahead.failure = 0;
    }
  }

  /** The same of one that comes afterwards. */
  static void drop(int number) {
    KernelDriver.closeNow(new KernelHandle(number, KernelHandle.Kind.STREAM), true);
  }
}
