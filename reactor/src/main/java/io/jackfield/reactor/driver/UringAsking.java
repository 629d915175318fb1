package io.jackfield.reactor.driver;

import io.jackfield.socket.CallFailure;
import io.jackfield.socket.Errno;
import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.linux.Uring;
import io.jackfield.socket.linux.UringLevel;
import io.jackfield.socket.linux.UringRequests;
import java.io.IOException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Makes requests of the ring of what handles ask for. Of each kind at most one request of a handle
 * {@linkplain KernelHandle#going goes on}; one that does what is not wanted any more is cancelled.
 *
 * <p>It never looks for completions: what it hands over early, where the ring of requests is full,
 * may be handed over in the middle of telling.
 */
final class UringAsking {
  // What a request is for; a bit of KernelHandle.going each, and a part of the user data.
  static final int RECEIVE = 1;
  static final int SEND = 2;
  static final int POLL = 4;
  static final int CANCEL = 8;
  static final int WAKE_UP = 16;
  static final int ACCEPT = 32;
  static final int LIMIT = 128;

  // User data: the handle's place, the purpose, and of a cancel what it is to end.
  private static final int PURPOSE_SHIFT = 32;
  private static final int TARGET_SHIFT = 40;
  private static final int PURPOSE_MASK = 0xff;
  static final long WAKE_UP_DATA = (long) WAKE_UP << PURPOSE_SHIFT;
  private static final long LIMIT_DATA = (long) LIMIT << PURPOSE_SHIFT;
  private static final long CANCEL_DATA = (long) CANCEL << PURPOSE_SHIFT;

  /**
   * A request that has a limit receives no more when so much has come, and at most so much at a
   * time: less than twice that is not asked for anew.
   */
  private static final int AHEAD_BYTES = 65_536;

  /** Elsewhere: so many receives of little in a row, and the rest come by one request. */
  private static final byte STEADY = 8;

  /** What is little, in bytes. */
  private static final int LITTLE = 4_096;

  private static final byte NEVER_AGAIN = -1;

  private final Uring ring;
  private final UringRequests requests;

  /** Whether the kernel has limits for requests that last; until it says that it has none. */
  private boolean hasLimits;

  /** Those something goes on with, each at its place. */
  private final Places places = new Places();

  private final ArrayDeque<KernelHandle> changes = new ArrayDeque<>();

  /** Those that the kernel had no buffer for, who has waited longest first. */
  private final ArrayDeque<KernelHandle> starved = new ArrayDeque<>();

  /** Whether there is no buffer to receive into at all. */
  private boolean areBuffersOut;

  UringAsking(Uring ring) {
    this.ring = ring;
    requests = ring.requests();
    hasLimits = ring.level().has(UringLevel.LINUX_6_17);
  }

  static int purpose(long data) {
    return (int) (data >>> PURPOSE_SHIFT) & PURPOSE_MASK;
  }

  /** Whose request it is that completed. */
  KernelHandle handle(long data) {
    return places.at((int) data);
  }

  /** A request of it is over, the last of its kind. */
  void over(KernelHandle handle, int purpose) {
    handle.going &= (byte) ~purpose;
    handle.cancelled &= (byte) ~purpose;
    if (handle.going == 0) {
      places.free(handle);
    }
  }

  /** How many handles something goes on with. */
  int count() {
    return places.count();
  }

  /** What is asked of it has changed, or its request is over and it may need another. */
  void changed(KernelHandle handle) {
    if (!handle.changed) {
      handle.changed = true;
      changes.add(handle);
    }
  }

  /** The kernel had no buffer to receive into: it is asked anew when it is this one's turn. */
  void starved(KernelHandle handle) {
    if (!handle.starved) {
      handle.starved = true;
      starved.add(handle);
    }
  }

  boolean hasStarved() {
    return !starved.isEmpty();
  }

  /**
   * Receives for so many of those that wait for a buffer, before others take what there is; 0 where
   * there is none at all.
   */
  void requestStarved(int receives) throws IOException {
    areBuffersOut = receives == 0;
    int left = receives;
    for (KernelHandle handle; left > 0 && (handle = nextStarved()) != null; ) {
      if (!handle.closed) {
        request(handle);
        left--;
      }
    }
  }

  /** Takes the one that has waited longest for a buffer; null for none. */
  @Nullable KernelHandle nextStarved() {
    KernelHandle next = starved.poll();
    if (next != null) {
      next.starved = false;
    }
    return next;
  }

  void requestChanges() throws IOException {
    for (KernelHandle handle; (handle = changes.peek()) != null; ) {
      request(handle); // If that cannot be made now it stays the first.
      handle.changed = false;
      changes.remove();
    }
  }

  /** Has each wake-up told, until that is cancelled or a completion says it is over. */
  void requestWakeUps(WakeUpDescriptor wakeUp) throws IOException {
    makeRoom();
    requests.pollAlways(wakeUp.number(), Abi.READABLE, WAKE_UP_DATA);
  }

  void cancelWakeUps() throws IOException {
    makeRoom();
    requests.cancel(WAKE_UP_DATA, CANCEL_DATA);
  }

  /** Whether a receive failed for its limit alone, and is to be requested anew without one. */
  boolean hadLimit(KernelHandle handle, int result) {
    boolean had = result == -Abi.EINVAL && handle.receivesToLimit;
    hasLimits &= !had;
    return had;
  }

  /** So much was received: whether it is little decides how the next is asked for. */
  static void noteReceived(KernelHandle handle, int received) {
    int before = handle.smallReceives;
    if (before != NEVER_AGAIN && before != STEADY) {
      handle.smallReceives = (byte) (received <= LITTLE ? before + 1 : 0);
    }
  }

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
      keepReceiving(handle, receives(handle));
      Outgoing bytes = handle.sending;
      if (bytes != null && (handle.going & SEND) == 0) {
        send(handle, bytes);
      }
    }
    AcceptedAhead ahead = handle.ahead();
    if (ahead != null) {
      keepAccepting(handle, handle.accepting && ahead.isWanted());
    }
    int awaited = awaits(handle);
    if ((handle.going & (RECEIVE | ACCEPT)) != 0) {
      awaited &= ~Abi.READABLE; // What it still brings is told first.
    }
    boolean polls = (handle.going & POLL) != 0;
    if (awaited != 0 && !polls) {
      poll(handle, awaited);
    } else if (polls && (awaited & ~handle.watchedFor) != 0) {
      cancel(handle, POLL); // And anew when that is told.
    }
  }

  /** Whether the bytes of a stream are wanted, and nothing that comes beside them. */
  static boolean receives(KernelHandle handle) {
    return handle.receiving && !handle.receivingMessages;
  }

  /** What the ring does itself is not waited for. */
  static int awaits(KernelHandle handle) {
    if (handle.kind != KernelHandle.Kind.STREAM || handle.closed) {
      return handle.wanted();
    }
    boolean writes = handle.connecting() != null || handle.sendingMessage() != null;
    boolean reads = handle.receivingMessages || (handle.accepting && acceptsItself(handle));
    return (reads ? Abi.READABLE : 0) | (writes ? Abi.WRITABLE : 0) | handle.events;
  }

  private void poll(KernelHandle handle, int events) throws IOException {
    KernelHandle.Connecting attempt = handle.connecting();
    Long deadline = attempt == null ? null : attempt.deadline();
    if (deadline != null && !requests.hasRoomToPollFor()) {
      handOver();
      requireTaken(requests.hasRoomToPollFor());
    }
    begin(handle, POLL);
    handle.watchedFor = (short) events;
    long data = data(handle, POLL);
    if (deadline == null) {
      requests.poll(handle.number, events, data);
    } else {
      long left = Math.clamp(deadline - System.nanoTime(), 1, Driver.FOR_EVER - 1);
      requests.pollFor(handle.number, events, left, data, LIMIT_DATA | handle.mark);
    }
  }

  /**
   * A request of a limit has completed, which it does only where the kernel, short of memory, took
   * it without the one that it was linked with: both are made anew.
   */
  void limitLost(long data) {
    KernelHandle handle = places.find((int) data);
    if (handle != null && handle.connecting() != null) {
      handle.watchedFor = 0;
      changed(handle);
    }
  }

  /** Whether connections are accepted by the ordinary call, and none before them is untold. */
  private static boolean acceptsItself(KernelHandle handle) {
    AcceptedAhead ahead = handle.ahead();
    return ahead == null || (!ahead.isWanted() && ahead.held.isEmpty());
  }

  private void keepAccepting(KernelHandle handle, boolean wanted) throws IOException {
    boolean goes = (handle.going & ACCEPT) != 0;
    if (goes && !wanted) {
      cancel(handle, ACCEPT);
    } else if (wanted && !goes) {
      begin(handle, ACCEPT);
      requests.acceptAlways(handle.number, data(handle, ACCEPT));
    }
  }

  /**
   * One request that lasts receives as much as has come, up to megabytes, before we hear of it, and
   * a pause would come too late. So it has a limit; where the kernel knows none, such a request is
   * for those who send little at a time, and are never asked to wait, and the others are asked for
   * a buffer at a time.
   */
  private void keepReceiving(KernelHandle handle, boolean wanted) throws IOException {
    boolean goes = (handle.going & RECEIVE) != 0;
    if (goes && !wanted) {
      cancel(handle, RECEIVE);
      handle.smallReceives = NEVER_AGAIN;
    } else if (wanted && !goes && !handle.starved) {
      begin(handle, RECEIVE);
      long data = data(handle, RECEIVE);
      handle.receivesToLimit = hasLimits;
      if (hasLimits) {
        requests.receive(handle.number, AHEAD_BYTES, areBuffersOut, data);
      } else if (handle.smallReceives == STEADY) {
        requests.receive(handle.number, 0, areBuffersOut, data);
      } else {
        requests.receiveOnce(handle.number, areBuffersOut, data);
      }
    }
  }

  private void begin(KernelHandle handle, int purpose) throws IOException {
    makeRoom();
    if (handle.going == 0) {
      places.take(handle);
    }
    handle.going |= (byte) purpose;
  }

  private void cancel(KernelHandle handle, int purpose) throws IOException {
    if ((handle.cancelled & purpose) == 0) {
      makeRoom();
      handle.cancelled |= (byte) purpose;
      long target = (long) purpose << TARGET_SHIFT;
      requests.cancel(data(handle, purpose), target | CANCEL_DATA | handle.mark);
    }
  }

  /**
   * The kernel did not find the request that a cancel was to end: it has completed, which is told
   * before or after this, or was just on its way from one list of the kernel's to another.
   */
  void cancelAgain(long data) {
    int target = (int) (data >>> TARGET_SHIFT);
    KernelHandle handle = places.find((int) data);
    if (handle != null && (handle.cancelled & target) != 0) {
      handle.cancelled &= (byte) ~target;
      changed(handle);
    }
  }

  /** Hands over what was requested so far; completions are for the next wait. */
  void handOver() throws IOException {
    require(ring.submit());
  }

  static void require(int result) throws IOException {
    if (result < 0) {
      throw new CallFailure("io_uring_enter", new Errno(-result), null, null).exception();
    }
  }

  private void makeRoom() throws IOException {
    if (requests.room() == 0) {
      handOver();
      requireTaken(requests.room() > 0);
    }
  }

  /** The kernel took none of what was requested: it is short of memory. */
  private static void requireTaken(boolean hasRoom) throws IOException {
    require(hasRoom ? 0 : -Abi.EAGAIN);
  }

  private static long data(KernelHandle handle, int purpose) {
    return ((long) purpose << PURPOSE_SHIFT) | handle.mark;
  }

  private void send(KernelHandle handle, Outgoing bytes) throws IOException {
    boolean isGathered = bytes.pieces() > 1;
    if (isGathered && !requests.hasRoomForPieces()) {
      handOver();
      requireTaken(requests.hasRoomForPieces());
    }
    begin(handle, SEND);
    long data = data(handle, SEND);
    if (!isGathered) {
      requests.send(handle.number, bytes.address(0), bytes.length(0), data);
      return;
    }
    int pieces = Math.min(bytes.pieces(), UringRequests.PIECES);
    for (int i = 0; i < pieces; i++) {
      requests.piece(i, bytes.address(i), bytes.length(i));
    }
    requests.sendPieces(handle.number, pieces, data);
  }
}
