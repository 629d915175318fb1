package io.jackfield.reactor;

import static java.util.Objects.requireNonNull;

import io.jackfield.reactor.SendOutcome.Dropped;
import io.jackfield.reactor.SendOutcome.Failed;
import io.jackfield.reactor.SendOutcome.QueueFull;
import io.jackfield.reactor.SendOutcome.Queued;
import io.jackfield.reactor.SendOutcome.Sent;
import io.jackfield.reactor.driver.Capability;
import io.jackfield.reactor.driver.Driver;
import io.jackfield.reactor.driver.Handle;
import io.jackfield.reactor.driver.OutgoingMessage;
import io.jackfield.socket.linux.Abi;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends a port's messages: at once, or in order when there is room.
 *
 * <p>Of datagrams of IP the first in a phase of the loop's turn goes at once, and those that follow
 * it wait for the end of the phase, so that many go by one system call. Whatever could change what
 * becomes of them (an option, another peer, an abort) has them go before it.
 *
 * <p>Of three kinds of waiting the first two hold up all that comes after: a message that the
 * driver is sending ({@link #pending}), and a connect under way. The third is that of a Unix socket
 * whose target's queue is full, of which the kernel tells nothing: it is tried again after a pause,
 * longer each time, and holds up that target alone.
 */
final class DatagramSender {
  static final SendOutcome DROPPED = new Dropped();
  private static final SendOutcome SENT = new Sent();
  private static final SendOutcome QUEUED = new Queued();
  private static final Duration FIRST_PAUSE = Duration.ofMillis(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(64);

  private final Reactor reactor;
  private final Handle handle;
  private final DatagramQueue queue;
  private final DatagramFailures failures;
  private final EventLoop.Unsettled endOfPhase = this::endOfPhase;
  private final DatagramPort port;

  /** Whether several at once are of use here: the driver takes them, and it is IP. */
  private boolean gathers;

  private boolean isV6;

  /** Whether the loop tells of the end of the phase, and until then messages wait for it. */
  private boolean isGathering;

  /** The driver's until it is sent. */
  private @Nullable OutgoingMessage pending;

  private boolean connecting;
  private boolean connected;

  private @Nullable Timer retry;
  private Duration pause = FIRST_PAUSE;
  private boolean stopped;

  DatagramSender(
      Reactor reactor,
      Handle handle,
      DatagramOptions options,
      DatagramPort port,
      DatagramFailures failures) {
    this.reactor = reactor;
    this.handle = handle;
    this.port = port;
    this.failures = failures;
    this.queue = new DatagramQueue(options);
  }

  /** Has messages of a socket at this address gathered, if the driver takes several at once. */
  void bound(@Nullable SocketAddress local) {
    gathers =
        local instanceof InetSocketAddress
            && reactor.driver().capabilities().contains(Capability.MESSAGE_BATCHES);
    isV6 = local instanceof InetSocketAddress inet && inet.getAddress() instanceof Inet6Address;
  }

  DatagramQueue queue() {
    return queue;
  }

  int queuedMessages() {
    return queue.messages() + (pending == null ? 0 : 1);
  }

  long queuedBytes() {
    OutgoingMessage first = pending;
    return queue.bytes() + (first == null ? 0 : first.length());
  }

  boolean isIdle() {
    return pending == null && queue.isEmpty();
  }

  // ---- connecting -------------------------------------------------------------------------------

  boolean hasPeer() {
    return connected || connecting;
  }

  void connecting(SocketAddress peer) {
    failures.peer(peer);
    connecting = true;
  }

  /** If it could not be done, an earlier peer stays. */
  void connected(boolean done) {
    connected |= done;
    connecting = false;
    drain();
  }

  // ---- sending ----------------------------------------------------------------------------------

  SendOutcome send(OutgoingMessage message) {
    if (queue.isStalled(message.to())) {
      return waiting(message, queue.stall(requireNonNull(message.to()), message));
    }
    if (!mayWait(message)) {
      flush();
    } else if (isGathering) {
      return gather(message);
    } else {
      gatherFromNowOn();
    }
    return pending != null || connecting ? waiting(message, queue.add(message)) : transmit(message);
  }

  // ---- gathering --------------------------------------------------------------------------------

  /**
   * Has a message with nothing beside it wait as one with the last that waits; null if that cannot
   * be, and it has to be a message of its own.
   */
  @Nullable SendOutcome join(ByteBuffer data, @Nullable SocketAddress to) {
    return isGathering && pending == null && !connecting && queue.join(data, to) ? QUEUED : null;
  }

  /** What is sent until the end of the phase goes together, the first too. */
  void gatherFromNowOn() {
    if (gathers && !isGathering) {
      isGathering = true;
      reactor.loop().unsent(endOfPhase);
    }
  }

  private void endOfPhase() {
    isGathering = false;
    flush();
  }

  /** Sends what was only gathered. */
  void flush() {
    if (gathers && !queue.isEmpty()) {
      drain();
      port.settleSoon();
    }
  }

  /**
   * Whether it can be sent with others, and nothing is wrong with it that the sender should know.
   */
  private boolean mayWait(OutgoingMessage message) {
    if (!gathers || message.address() == 0 || !message.control().isEmpty()) {
      return false;
    }
    SocketAddress to = message.to();
    if (to == null) {
      return true;
    }
    return to instanceof InetSocketAddress inet
        && inet.getAddress() != null
        && (isV6 || inet.getAddress() instanceof Inet4Address);
  }

  private SendOutcome gather(OutgoingMessage message) {
    if (!queue.gathers(message.length())) {
      drain();
    }
    if (pending != null || connecting || queue.gathers(message.length())) {
      return waiting(message, queue.add(message));
    }
    return transmit(message); // A queue too short to gather in.
  }

  /** Gives the driver all that wait; notes what became of those it took, at least one. */
  private void drainTogether(OutgoingMessage first) {
    int result = reactor.driver().sendMessages(handle, queue.line());
    if (result == -Abi.ECONNREFUSED && first.to() == null) {
      failures.wentWrong(result, null); // Of an earlier message.
      result = reactor.driver().sendMessages(handle, queue.line());
    }
    if (result == Driver.PENDING) {
      pending = queue.next();
    } else if (result < 0) {
      finished(requireNonNull(queue.next()), result);
    } else {
      reactor.loop().counters().sent(queue.sent(result));
    }
  }

  // ---- one by one -------------------------------------------------------------------------------

  private SendOutcome waiting(OutgoingMessage message, boolean taken) {
    if (queue.isHalfFull()) {
      port.settleSoon();
    }
    if (taken) {
      return QUEUED;
    }
    message.release();
    return new QueueFull(queue.messages(), queue.bytes());
  }

  private SendOutcome transmit(OutgoingMessage message) {
    int result;
    try {
      result = give(message);
    } catch (RuntimeException e) {
      message.release(); // An address of another family.
      throw e;
    }
    if (result == Driver.PENDING) {
      pending = message;
      return QUEUED;
    }
    if (result == -Abi.EAGAIN && message.to() != null) {
      boolean stalled = queue.stall(message.to(), message);
      retryLater();
      return waiting(message, stalled);
    }
    message.release();
    if (result >= 0) {
      reactor.loop().counters().sent(result);
      return SENT;
    }
    if (failures.isTheEnd(result)) {
      failures.wentWrong(result, message.to());
    }
    return new Failed(failures.of("sendmsg", result, message.to()));
  }

  /** What the kernel says to it. A refusal of an earlier message is noted, and is not its own. */
  private int give(OutgoingMessage message) {
    int result = handOver(message);
    if (result == -Abi.ECONNREFUSED && message.to() == null) {
      failures.wentWrong(result, null);
      result = handOver(message);
    }
    return result;
  }

  private int handOver(OutgoingMessage message) {
    if (gathers) {
      int result = reactor.driver().sendMessages(handle, List.of(message));
      return result > 0 ? message.length() : result;
    }
    return reactor.driver().sendMessage(handle, message.data(), message.to(), message.control());
  }

  /** The driver has sent the pending one, or could not. */
  void sent(int result) {
    OutgoingMessage done = pending;
    pending = null;
    if (done != null) {
      finished(done, result);
    }
    drain();
  }

  private void finished(OutgoingMessage message, int result) {
    message.release();
    if (result >= 0) {
      reactor.loop().counters().sent(result);
    } else {
      failures.wentWrong(result, message.to());
    }
  }

  private void drain() {
    while (pending == null && !connecting && !stopped) {
      OutgoingMessage next = queue.first();
      if (next == null) {
        return;
      }
      if (gathers && (next.to() != null || connected)) {
        drainTogether(next);
        continue;
      }
      next = requireNonNull(queue.next());
      if (next.to() == null && !connected) {
        finished(next, -Abi.ENOTCONN);
      } else if (queue.isStalled(next.to())) {
        boolean _ = queue.stall(requireNonNull(next.to()), next); // There is room: it just left.
      } else if (transmit(next) instanceof Failed failed) {
        failures.add(failed.cause());
      }
    }
  }

  // ---- trying again -----------------------------------------------------------------------------

  private void retryLater() {
    if (retry == null && !stopped) {
      retry = reactor.callLater(pause, this::retry);
    }
  }

  private void retry() {
    retry = null;
    boolean any = pending == null && !connecting && queue.retryStalled(this::hasGone);
    pause = any ? FIRST_PAUSE : pause.multipliedBy(2);
    if (pause.compareTo(LONGEST_PAUSE) > 0) {
      pause = LONGEST_PAUSE;
    }
    if (queue.hasStalled()) {
      retryLater();
    }
    port.settleSoon();
  }

  private boolean hasGone(OutgoingMessage message) {
    int result = give(message);
    if (result == -Abi.EAGAIN) {
      return false;
    }
    if (result == Driver.PENDING) {
      throw new IllegalStateException("a driver that cannot tell of room waits for it");
    }
    finished(message, result);
    return true;
  }

  // ---- the end ----------------------------------------------------------------------------------

  void stop() {
    stopped = true;
    if (retry != null) {
      retry.cancel();
    }
    queue.clear();
  }

  /** The driver has given back the memory of what it was sending. */
  void closed() {
    OutgoingMessage last = pending;
    pending = null;
    if (last != null) {
      last.release();
    }
  }
}
