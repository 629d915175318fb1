package io.jackfield.reactor.driver;

import io.jackfield.socket.CallFailure;
import io.jackfield.socket.Errno;
import io.jackfield.socket.SocketEvent.Kind;
import io.jackfield.socket.SocketObservers;
import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.linux.Uring;
import io.jackfield.socket.linux.UringCompletions;
import io.jackfield.socket.linux.UringRequests;
import java.io.IOException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The driver on {@code io_uring(7)}. Streams are received and sent by requests of the ring, many a
 * system call; for the rest the ring tells when a descriptor is ready.
 *
 * <p>What is asked for changes fields of the handle; {@link #await} then makes requests of what is
 * not yet going on, or cancels what is no longer wanted. Of each kind at most one request of a
 * handle {@linkplain KernelHandle#going goes on}. A closed handle keeps its descriptor and its
 * place until the last of them has completed, since until then the kernel uses the memory.
 */
final class UringDriver extends ReadyDriver {
  /** With the next about 100 KiB, which count against the memory that a process may lock. */
  private static final int REQUESTS = 512;

  private static final int COMPLETIONS = 4_096;

  /** How often {@link #close} waits in vain for what it cancelled. */
  private static final int LAST_WAITS = 100;

  private static final long LAST_WAIT_NANOS = 10_000_000;

  /** So many receives of little in a row, and the rest come by one request. */
  private static final int STEADY = 8;

  /** What is little, in bytes. */
  private static final int LITTLE = 4_096;

  private static final int NEVER_AGAIN = -1;

  // What a request is for; a bit of KernelHandle.going each, and a part of the user data.
  private static final int RECEIVE = 1;
  private static final int SEND = 2;
  private static final int POLL = 4;
  private static final int CANCEL = 8;
  private static final int WAKE_UP = 16;

  // User data: the handle's place, the purpose, and of a cancel what it is to end.
  private static final int PURPOSE_SHIFT = 32;
  private static final int TARGET_SHIFT = 40;
  private static final int PURPOSE_MASK = 0xff;
  private static final long WAKE_UP_DATA = (long) WAKE_UP << PURPOSE_SHIFT;
  private static final long CANCEL_DATA = (long) CANCEL << PURPOSE_SHIFT;

  private final Uring ring;
  private final UringRequests requests;
  private final UringCompletions completions;
  private final ReceiveRing received;
  private final WakeUpDescriptor wakeUp;
  private boolean wakeUpAsked;

  /** Those something goes on with, each at its place. */
  private final Places places = new Places();

  private final ArrayDeque<KernelHandle> changes = new ArrayDeque<>();

  private UringDriver(Uring ring, ReceiveRing received, WakeUpDescriptor wakeUp) {
    super(received.pool());
    this.ring = ring;
    this.received = received;
    this.wakeUp = wakeUp;
    requests = ring.requests();
    completions = ring.completions();
  }

  static UringDriver open() throws IOException {
    return open(REQUESTS, COMPLETIONS);
  }

  /** With rings of these sizes, powers of two; smaller ones only mean more system calls. */
  static UringDriver open(int requestEntries, int completionEntries) throws IOException {
    Uring ring = null;
    boolean isOpen = false;
    try {
      ring = new Uring(requestEntries, completionEntries);
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

  @Override
  public String name() {
    return "io_uring";
  }

  // ---- asking -----------------------------------------------------------------------------------

  @Override
  void change(KernelHandle handle) {
    if (!handle.changed) {
      handle.changed = true;
      changes.add(handle);
    }
  }

  /** What the ring does itself is not waited for. */
  @Override
  int awaits(KernelHandle handle) {
    if (handle.kind != KernelHandle.Kind.STREAM || handle.closed) {
      return handle.wanted();
    }
    boolean writes = handle.connectingTo != null || handle.sendingMessage != null;
    return (handle.accepting || handle.receivingMessages ? Abi.READABLE : 0)
        | (writes ? Abi.WRITABLE : 0)
        | handle.events;
  }

  @Override
  public int send(Handle stream, Outgoing outgoing) {
    KernelHandle handle = ours(stream);
    if (handle.kind != KernelHandle.Kind.STREAM) {
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
    if (handle.going == 0) {
      closeSoon(handle, reset);
      return;
    }
    change(handle);
    if (handle.going == POLL) {
      closeAtOnce(handle);
    }
  }

  /**
   * A listener, a datagram socket: its address is to be free for who binds it again, so what is
   * waited for ends now. The kernel keeps no memory of ours for that.
   */
  private void closeAtOnce(KernelHandle handle) {
    try {
      requestChanges();
      int result = ring.submit();
      if (result < 0) {
        LOG.log(System.Logger.Level.DEBUG, "io_uring_enter: errno " + -result);
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "what was requested", e); // The next wait fails likewise.
    }
    handle.isNumberFree = true;
    closeNow(handle, handle.reset);
  }

  // ---- requesting -------------------------------------------------------------------------------

  private void request(KernelHandle handle) throws IOException {
    if (handle.closed) {
      // Each by its user data: by the descriptor the kernel looks through all that goes on with the
      // ring, and ends what other descriptors of the same file wait for as well.
      for (int left = handle.going; left != 0; left &= left - 1) {
        cancel(handle, Integer.lowestOneBit(left));
      }
      return;
    }
    if (handle.kind == KernelHandle.Kind.STREAM) {
      keepReceiving(handle, handle.receiving && !handle.receivingMessages);
      Outgoing bytes = handle.sending;
      if (bytes != null && (handle.going & SEND) == 0) {
        begin(handle, SEND);
        send(handle, bytes);
      }
    }
    int awaited = awaits(handle);
    boolean polls = (handle.going & POLL) != 0;
    if (awaited != 0 && !polls) {
      begin(handle, POLL);
      handle.watchedFor = awaited;
      requests.poll(handle.number, awaited, data(handle, POLL));
    } else if (polls && (awaited & ~handle.watchedFor) != 0) {
      cancel(handle, POLL); // And anew when that is told.
    }
  }

  /**
   * One request that lasts receives as much as has come, up to megabytes, before we hear of it, and
   * a pause would come too late. So it is for those who send little at a time, and are never asked
   * to wait; the others are asked for a buffer at a time.
   */
  private void keepReceiving(KernelHandle handle, boolean wanted) throws IOException {
    boolean goes = (handle.going & RECEIVE) != 0;
    if (goes && !wanted) {
      cancel(handle, RECEIVE);
      handle.smallReceives = NEVER_AGAIN;
    } else if (wanted && !goes) {
      begin(handle, RECEIVE);
      long data = data(handle, RECEIVE);
      if (handle.smallReceives == STEADY) {
        requests.receive(handle.number, data);
      } else {
        requests.receiveOnce(handle.number, data);
      }
    }
  }

  private void begin(KernelHandle handle, int purpose) throws IOException {
    makeRoom();
    if (handle.going == 0) {
      places.take(handle);
    }
    handle.going |= purpose;
  }

  private void cancel(KernelHandle handle, int purpose) throws IOException {
    if ((handle.cancelled & purpose) == 0) {
      makeRoom();
      handle.cancelled |= purpose;
      long target = (long) purpose << TARGET_SHIFT;
      requests.cancel(data(handle, purpose), target | CANCEL_DATA | handle.place);
    }
  }

  private void makeRoom() throws IOException {
    if (requests.room() == 0) {
      enter(0);
      if (requests.room() == 0) {
        throw shortOfMemory();
      }
    }
  }

  /** The kernel took none of what was requested. */
  private static IOException shortOfMemory() {
    return new CallFailure("io_uring_enter", new Errno(Abi.EAGAIN), null, null).exception();
  }

  private static long data(KernelHandle handle, int purpose) {
    return ((long) purpose << PURPOSE_SHIFT) | handle.place;
  }

  private void send(KernelHandle handle, Outgoing bytes) throws IOException {
    long data = data(handle, SEND);
    if (bytes.pieces() == 1) {
      requests.send(handle.number, bytes.address(0), bytes.length(0), data);
      return;
    }
    if (!requests.hasRoomForPieces()) {
      enter(0);
      if (!requests.hasRoomForPieces()) {
        throw shortOfMemory();
      }
    }
    int pieces = Math.min(bytes.pieces(), UringRequests.PIECES);
    for (int i = 0; i < pieces; i++) {
      requests.piece(i, bytes.address(i), bytes.length(i));
    }
    requests.sendPieces(handle.number, pieces, data);
  }

  private void enter(long timeoutNanos) throws IOException {
    int result = ring.enter(timeoutNanos);
    if (result < 0) {
      throw new CallFailure("io_uring_enter", new Errno(-result), null, null).exception();
    }
  }

  @Override
  public void await(long timeoutNanos) throws IOException {
    if (!wakeUpAsked) {
      makeRoom();
      wakeUpAsked = true;
      requests.pollAlways(wakeUp.number(), Abi.READABLE, WAKE_UP_DATA);
    }
    requestChanges();
    enter(hasDue() ? 0 : timeoutNanos);
    // Here, not when it is told: who asks after this has asked for the next wait to end.
    if (wakeUp.isRequested() && completions.hasCompletionOf(WAKE_UP_DATA)) {
      wakeUp.answer();
    }
  }

  private void requestChanges() throws IOException {
    for (KernelHandle handle; (handle = changes.poll()) != null; ) {
      handle.changed = false;
      request(handle);
    }
  }

  // ---- telling ----------------------------------------------------------------------------------

  @Override
  public int complete() {
    int told = tellDue();
    try {
      while (completions.next()) {
        told += tell((int) (completions.userData() >>> PURPOSE_SHIFT) & PURPOSE_MASK);
      }
    } finally {
      completions.taken();
      received.publish();
    }
    return told;
  }

  private int tell(int purpose) {
    if (purpose == WAKE_UP) {
      wakeUpAsked = completions.isMoreToCome();
      return 0;
    }
    int place = (int) completions.userData();
    if (purpose == CANCEL) {
      if (completions.result() == -Abi.ENOENT) {
        cancelAgain((int) (completions.userData() >>> TARGET_SHIFT), places.find(place));
      }
      return 0;
    }
    tell(purpose, places.at(place));
    return 1;
  }

  /**
   * The kernel did not find the request: it has completed, which is told before or after this, or
   * was just on its way from one list of the kernel's to another.
   */
  private void cancelAgain(int target, @Nullable KernelHandle handle) {
    if (handle != null && (handle.cancelled & target) != 0) {
      handle.cancelled &= ~target;
      change(handle);
    }
  }

  private void tell(int purpose, KernelHandle handle) {
    boolean isLast = !completions.isMoreToCome();
    if (isLast) {
      handle.going &= ~purpose;
      handle.cancelled &= ~purpose;
      if (handle.going == 0) {
        places.free(handle);
      }
    }
    int result = completions.result();
    if (handle.closed) {
      dropped(purpose, handle, result);
      return;
    }
    if (isLast) {
      change(handle); // It may have to begin anew.
    }
    switch (purpose) {
      case RECEIVE -> received(handle, result);
      case SEND -> sent(handle, result);
      default -> ready(handle, result);
    }
  }

  /** What completes after a close. */
  private void dropped(int purpose, KernelHandle handle, int result) {
    if (purpose == RECEIVE && result > 0) {
      received.skip(completions, result);
    }
    if (handle.going == 0) {
      if (handle.isNumberFree) {
        closed(handle);
      } else {
        closeSoon(handle, handle.reset);
      }
    }
  }

  private void received(KernelHandle handle, int result) {
    if (result > 0) {
      count(handle, result);
      observe(SocketObservers.begin(), Kind.READ, "recv", handle, result);
      received.lend(completions, result, handle.completions());
    } else if (result == -Abi.ENOBUFS) {
      received.more();
    } else if (result != -Abi.ECANCELED && result != -Abi.EINTR) {
      // An end is there again when asked for later; an error would not be.
      if (handle.receiving || result < 0) {
        handle.receiving = false;
        observe(SocketObservers.begin(), Kind.READ, "recv", handle, result);
        handle.completions().receiveEnded(result);
      }
    }
  }

  private static void count(KernelHandle handle, int received) {
    int before = handle.smallReceives;
    if (before != NEVER_AGAIN && before != STEADY) {
      handle.smallReceives = received <= LITTLE ? before + 1 : 0;
    }
  }

  private void sent(KernelHandle handle, int result) {
    if (result == -Abi.EINTR || result == -Abi.EAGAIN) {
      return; // Begins anew.
    }
    observe(SocketObservers.begin(), Kind.WRITTEN, "send", handle, result);
    handle.sending = null;
    handle.completions().sent(result);
  }

  private void ready(KernelHandle handle, int result) {
    if (result > 0) {
      dispatch(handle, result);
    } else if (result != -Abi.ECANCELED) {
      refuse(handle, result);
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
        makeRoom();
        requests.cancel(WAKE_UP_DATA, CANCEL_DATA);
      }
      // From Linux 6.13 one wait brings few of the ends there are.
      for (int vain = 0; vain < LAST_WAITS && (wakeUpAsked || hasDue() || places.count() > 0); ) {
        int before = places.count();
        requestChanges();
        enter(hasDue() ? 0 : LAST_WAIT_NANOS);
        complete();
        vain = places.count() < before ? 0 : vain + 1;
      }
    } catch (IOException e) {
      // What goes on ends by itself when the ring is closed, some time later.
      LOG.log(System.Logger.Level.DEBUG, "the last requests", e);
    }
    wakeUp.close();
    reserve.close();
    ring.close();
  }
}
