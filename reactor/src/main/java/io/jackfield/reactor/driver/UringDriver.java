package io.jackfield.reactor.driver;

import static java.util.Objects.requireNonNull;

import io.jackfield.socket.CallFailure;
import io.jackfield.socket.Errno;
import io.jackfield.socket.PassedDescriptor;
import io.jackfield.socket.SocketEvent.Kind;
import io.jackfield.socket.SocketObservers;
import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.linux.Uring;
import io.jackfield.socket.linux.UringCompletions;
import io.jackfield.socket.linux.UringLevel;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.SocketAddress;

/**
 * The driver on {@code io_uring(7)}. Streams are received and sent by requests of the ring, many a
 * system call (what is sent for a receive that came alone is a call of its own), and connections
 * are accepted so where there is room; for the rest the ring tells when a descriptor is ready.
 *
 * <p>What is asked for changes fields of the handle; {@link #await} then has {@link UringAsking}
 * make requests of it, and {@link #complete} tells what they came to. A closed handle keeps its
 * descriptor and its place until the last of its requests has completed, since until then the
 * kernel uses the memory; but for one that only waits to be ready, which uses none.
 */
final class UringDriver extends ReadyDriver {
  /** With the next about 100 KiB, which count against the memory that a process may lock. */
  private static final int REQUESTS = 512;

  static final int COMPLETIONS = 4_096;

  /** How often {@link #close} waits in vain for what it cancelled. */
  private static final int LAST_WAITS = 100;

  private static final long LAST_WAIT_NANOS = 10_000_000;

  /**
   * For who observes a request of the ring: the kernel says when it is done, not when it began on
   * it.
   */
  private static final long UNKNOWN_BEGIN = 0;

  private final Uring ring;
  private final UringAsking asking;
  private final UringCompletions completions;
  private final ReceiveRing received;
  private final ReceiveRest rest;
  private final UringAccepting accepting = new UringAccepting(this);
  private final WakeUpDescriptor wakeUp;
  private boolean wakeUpAsked;

  /** How many completions the last wait brought. */
  private int found;

  /** Whether that was one receive, and nothing has been sent since. */
  private boolean maySendAtOnce;

  private UringDriver(Uring ring, ReceiveRing received, WakeUpDescriptor wakeUp) {
    super(receiveChunks()); // Datagrams have no more room than elsewhere.
    this.ring = ring;
    this.received = received;
    this.wakeUp = wakeUp;
    asking = new UringAsking(ring);
    completions = ring.completions();
    rest = new ReceiveRest(completions, received, io);
  }

  static UringDriver open() throws IOException {
    return open(REQUESTS, COMPLETIONS, UringLevel.LINUX_7_1);
  }

  /**
   * With rings of these sizes, powers of two, of which smaller ones only mean more system calls;
   * and as on a kernel of that level, for tests of what is done on older ones.
   */
  static UringDriver open(int requestEntries, int completionEntries, UringLevel level)
      throws IOException {
    Uring ring = null;
    boolean isOpen = false;
    try {
      ring = new Uring(requestEntries, completionEntries, level);
      var driver = new UringDriver(ring, new ReceiveRing(ring), WakeUpDescriptor.open());
      isOpen = true;
      return driver;
    } catch (Uring.Refused e) {
      throw new CallFailure(e.call(), new Errno(e.errno()), null, null).exception();
    } finally {
      if (ring != null && !isOpen) {
        ring.close();
      }
    }
  }

  Uring ring() {
    return ring;
  }

  ReceiveRing receiveRing() {
    return received;
  }

  @Override
  public String name() {
    return "io_uring";
  }

  // ---- asking -----------------------------------------------------------------------------------

  @Override
  void change(KernelHandle handle) {
    asking.changed(handle);
  }

  @Override
  int awaits(KernelHandle handle) {
    return UringAsking.awaits(handle);
  }

  @Override
  public void listen(Handle socket, int backlog) throws IOException {
    super.listen(socket, backlog);
    if (ring.acceptsAlways()) {
      accepting.begin(ours(socket));
    }
  }

  /** Whoever gets it is to have connections too, and all of them when we take no more. */
  @Override
  public PassedDescriptor duplicate(Handle socket) throws IOException {
    PassedDescriptor made = super.duplicate(socket);
    KernelHandle handle = ours(socket);
    AcceptedAhead ahead = handle.ahead();
    if (ahead != null) {
      ahead.isShared = true;
      change(handle);
    }
    return made;
  }

  @Override
  public boolean connect(Handle socket, SocketAddress remote, long limitNanos) {
    KernelHandle handle = ours(socket);
    boolean isWaitedFor = handle.going != 0; // So another request could say that it is connected.
    long deadline = nanoTime() + limitNanos;
    connect(socket, remote);
    KernelHandle.Connecting attempt = handle.connecting();
    if (attempt == null || isWaitedFor) {
      return false; // It is decided, or a Unix listener's queue is full, which nothing waits for.
    }
    handle.rare().connecting = attempt.until(deadline);
    return true;
  }

  @Override
  public void accept(Handle listener, int room) {
    super.accept(listener, room);
    KernelHandle handle = ours(listener);
    AcceptedAhead ahead = handle.ahead();
    if (ahead != null) {
      ahead.room = room;
      accepting.changed(handle);
    }
  }

  @Override
  public int send(Handle stream, Outgoing outgoing) {
    KernelHandle handle = ours(stream);
    // The answer to what came alone would cost a turn more. And what is sent at once keeps no
    // memory, of which there may be none left.
    if (handle.kind != KernelHandle.Kind.STREAM || maySendAtOnce || received.isShort()) {
      maySendAtOnce = false;
      return super.send(stream, outgoing);
    }
    handle.sending = outgoing;
    change(handle);
    return PENDING;
  }

  @Override
  public void close(Handle closing, boolean reset) {
    KernelHandle handle = ours(closing);
    if (handle.closed) {
      return;
    }
    handle.closed = true;
    handle.reset = reset;
    accepting.drop(handle);
    if (handle.going == 0) {
      closeSoon(handle, reset);
      return;
    }
    change(handle);
    if ((handle.going & ~(UringAsking.POLL | UringAsking.ACCEPT)) == 0) {
      closeAtOnce(handle);
    }
  }

  /**
   * A listener, a datagram socket: its address is to be free for who binds it again, so what is
   * waited for ends now. The kernel keeps no memory of ours for that.
   */
  private void closeAtOnce(KernelHandle handle) {
    try {
      asking.requestChanges();
      asking.handOver();
    } catch (IOException e) {
      log()
          .log(System.Logger.Level.DEBUG, "what was requested", e); // The next wait fails likewise.
    }
    handle.isNumberFree = true;
    closeNow(handle, handle.reset);
  }

  // ---- waiting ----------------------------------------------------------------------------------

  private void enter(long timeoutNanos) throws IOException {
    UringAsking.require(ring.enter(timeoutNanos));
  }

  @Override
  public void await(long timeoutNanos) throws IOException {
    if (!wakeUpAsked) {
      asking.requestWakeUps(wakeUp);
      wakeUpAsked = true;
    }
    received.refill();
    asking.requestStarved(received.room());
    asking.requestChanges();
    boolean isDue = !due.isEmpty() || accepting.hasDue() || asking.hasStarved();
    enter(isDue ? 0 : timeoutNanos);
    found = completions.count();
    maySendAtOnce = false;
    // Here, not when it is told: who asks after this has asked for the next wait to end.
    if (wakeUp.isRequested() && completions.hasCompletionOf(UringAsking.WAKE_UP_DATA)) {
      wakeUp.answer();
    }
  }

  // ---- telling ----------------------------------------------------------------------------------

  @Override
  public int complete() {
    int told = due.tell();
    try {
      while (completions.next()) {
        told += tell(completions.userData());
      }
      told += received.isOut() ? receiveStarved() : 0;
      told += accepting.tell();
    } finally {
      completions.taken();
      received.publish();
    }
    return told;
  }

  /** Without memory for the kernel to receive into: as other drivers do, into what there is. */
  private int receiveStarved() {
    int told = 0;
    for (KernelHandle handle; (handle = asking.nextStarved()) != null; told++) {
      if (handle.closed) {
        continue;
      }
      if (handle.receiving) {
        receiveOnce(handle);
      }
      change(handle);
    }
    return told;
  }

  private int tell(long data) {
    switch (UringAsking.purpose(data)) {
      case UringAsking.WAKE_UP -> wakeUpAsked = completions.isMoreToCome();
      case UringAsking.CANCEL -> {
        if (completions.result() == -Abi.ENOENT) {
          asking.cancelAgain(data);
        }
      }
      case UringAsking.LIMIT -> asking.limitLost(data);
      case UringAsking.ACCEPT -> tell(UringAsking.ACCEPT, asking.handle(data)); // Told later.
      default -> {
        tell(UringAsking.purpose(data), asking.handle(data));
        return 1;
      }
    }
    return 0;
  }

  private void tell(int purpose, KernelHandle handle) {
    boolean isLast = !completions.isMoreToCome();
    if (isLast) {
      asking.over(handle, purpose);
    }
    int result = completions.result();
    if (handle.closed) {
      dropped(purpose, handle, result);
      return;
    }
    switch (purpose) {
      case UringAsking.SEND -> sent(handle, result);
      case UringAsking.RECEIVE -> {
        if (result == -Abi.ENOBUFS) {
          received.ranOut();
          asking.starved(handle);
          return;
        }
        goesOn(handle, isLast);
        maySendAtOnce = found == 1;
        received(handle, result);
      }
      case UringAsking.ACCEPT -> {
        goesOn(handle, isLast);
        accepting.completed(handle, requireNonNull(handle.ahead()), result);
      }
      default -> {
        goesOn(handle, isLast);
        ready(handle, result);
      }
    }
  }

  /** What is over may have to begin anew. */
  private void goesOn(KernelHandle handle, boolean isLast) {
    if (isLast) {
      change(handle);
    }
  }

  /** What completes after a close. */
  private void dropped(int purpose, KernelHandle handle, int result) {
    if (purpose == UringAsking.RECEIVE && result > 0) {
      received.skip(completions, result);
    } else if (purpose == UringAsking.ACCEPT && result >= 0) {
      accepting.drop(requireNonNull(handle.ahead()), result);
    }
    if (handle.going == 0) {
      if (handle.isNumberFree) {
        due.closed(handle);
      } else {
        closeSoon(handle, handle.reset);
      }
    }
  }

  /** The kernel has accepted it; it may be told later. */
  KernelHandle acceptedAhead(int number, ProtocolFamily family) {
    var connection = new KernelHandle(number, KernelHandle.Kind.STREAM);
    if (SocketObservers.watched()) {
      io.askAcceptedAddress(connection, family);
      observe(UNKNOWN_BEGIN, Kind.ACCEPTED, "accept", connection, io.acceptedAddress(), 0);
    }
    return connection;
  }

  void tellAcceptedAhead(KernelHandle listener, KernelHandle connection, ProtocolFamily family) {
    io.askAcceptedAddress(connection, family);
    tellAccepted(listener, connection);
  }

  @Override
  void tellAccepted(KernelHandle listener, KernelHandle connection) {
    accepting.accepted(listener, connection);
    super.tellAccepted(listener, connection);
  }

  private void received(KernelHandle handle, int result) {
    if (result > 0) {
      noteReceived(handle, result);
      boolean mayJoin = rest.isCut(handle) && UringAsking.receives(handle);
      Chunk whole = mayJoin ? received.pool().tryTake() : null;
      if (whole == null) {
        received.lend(completions, result, handle.completions());
      } else {
        receivedInPart(handle, result, whole);
      }
    } else if (!asking.hadLimit(handle, result)
        && result != -Abi.ECANCELED
        && result != -Abi.EINTR) {
      // An end is there again when asked for later; an error would not be.
      if (handle.receiving || result < 0) {
        handle.receiving = false;
        observe(UNKNOWN_BEGIN, Kind.READ, "recv", handle, result);
        handle.completions().receiveEnded(result);
      }
    }
  }

  private void noteReceived(KernelHandle handle, int length) {
    UringAsking.noteReceived(handle, length);
    observe(UNKNOWN_BEGIN, Kind.READ, "recv", handle, length);
  }

  /**
   * What came at once is told at once, as by other drivers, though the ring received it in parts.
   */
  private void receivedInPart(KernelHandle handle, int first, Chunk whole) {
    int before = 0;
    int part = first; // Of the completion taken last; those before it lie in the whole.
    while (rest.isNext(handle, before + part)) {
      received.move(completions, part, whole, before);
      before += part;
      part = takeNext(handle);
    }
    int there = before + part;
    int behind = rest.receive(handle, whole, there);
    try {
      if (before > 0 || behind > 0) {
        received.move(completions, part, whole, before);
        handle.completions().received(whole, 0, there + behind);
      } else {
        received.lend(completions, part, handle.completions());
      }
    } finally {
      whole.release();
    }
  }

  private int takeNext(KernelHandle handle) {
    completions.next();
    if (!completions.isMoreToCome()) {
      asking.over(handle, UringAsking.RECEIVE);
      change(handle);
    }
    noteReceived(handle, completions.result());
    return completions.result();
  }

  private void sent(KernelHandle handle, int result) {
    if (result == -Abi.EINTR || result == -Abi.EAGAIN) {
      change(handle); // Begins anew.
      return;
    }
    observe(UNKNOWN_BEGIN, Kind.WRITTEN, "send", handle, result);
    handle.sending = null;
    handle.completions().sent(result);
  }

  private void ready(KernelHandle handle, int result) {
    if (result > 0) {
      // Who watches is not to read before it is told what a receive still brings.
      boolean mayRead = handle.events == 0 || (handle.going & UringAsking.RECEIVE) == 0;
      dispatch(handle, mayRead ? result : result & Abi.WRITABLE);
    } else if (result != -Abi.ECANCELED) {
      refuse(handle, result);
    } else {
      KernelHandle.Connecting attempt = handle.connecting();
      // Else it was for another reason, and it is asked for anew with what is left.
      if (attempt != null && attempt.isLate(nanoTime())) {
        connected(handle, attempt, -Abi.ETIME);
      }
    }
  }

  // ---- the rest ---------------------------------------------------------------------------------

  @Override
  public void wakeUp() {
    wakeUp.request();
  }

  /** Waits for what goes on to be over, so that the kernel uses no memory of ours any more. */
  @Override
  public void close() {
    try {
      if (wakeUpAsked) {
        asking.cancelWakeUps();
      }
      // From Linux 6.13 one wait brings few of the ends there are.
      for (int vain = 0;
          vain < LAST_WAITS && (wakeUpAsked || !due.isEmpty() || asking.count() > 0); ) {
        int before = asking.count();
        asking.requestChanges();
        enter(!due.isEmpty() ? 0 : LAST_WAIT_NANOS);
        complete();
        vain = asking.count() < before ? 0 : vain + 1;
      }
    } catch (IOException e) {
      // What goes on ends by itself when the ring is closed, some time later.
      log().log(System.Logger.Level.DEBUG, "the last requests", e);
    }
    wakeUp.close();
    reserve.close();
    ring.close();
  }
}
