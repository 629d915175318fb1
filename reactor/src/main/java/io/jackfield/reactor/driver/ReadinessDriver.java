package io.jackfield.reactor.driver;

import io.jackfield.socket.CallFailure;
import io.jackfield.socket.ControlMessage;
import io.jackfield.socket.Errno;
import io.jackfield.socket.SocketEvent.Kind;
import io.jackfield.socket.SocketObservers;
import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.linux.ReadinessSet;
import io.jackfield.socket.linux.ReadyBatch;
import io.jackfield.socket.linux.SocketCalls;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The driver on a kernel mechanism that tells readiness: epoll, poll, select. What was asked for is
 * done when the descriptor is ready, by the non-blocking call; a send is tried at once.
 *
 * <p>Invariants: {@code handles[number]} is the open handle of that number; the set watches it for
 * {@link KernelHandle#watchedFor}, which is what it {@linkplain KernelHandle#wanted wants} but for
 * handles in {@code changes}. Level-triggered: what one turn leaves over is reported by the next,
 * and a handle that wants nothing is not in the set, so that an error cannot make the loop spin.
 */
final class ReadinessDriver extends KernelDriver {
  private static final int RECEIVE_BYTES = 65_536;
  private static final int SEND_BYTES = 16_384;
  private static final int CHUNKS_KEPT = 64;

  /** Of one listener in one turn, so that the others get theirs. */
  private static final int ACCEPTS_A_TURN = 64;

  /** Of one socket in one turn. */
  private static final int MESSAGES_A_TURN = 16;

  private final String name;
  private final ReadinessSet set;
  private final ReadyBatch ready = new ReadyBatch();
  private final ReadinessIo io = new ReadinessIo();
  private final WakeUpDescriptor wakeUp;
  private final ReserveDescriptor reserve = new ReserveDescriptor();
  private final ChunkPool receiveChunks = new ChunkPool(RECEIVE_BYTES, CHUNKS_KEPT);
  private final ChunkPool sendChunks = new ChunkPool(SEND_BYTES, CHUNKS_KEPT);

  private @Nullable KernelHandle[] handles = new KernelHandle[256];
  private int lastGeneration;

  /** What the next bytes are received into; ours but while it is lent. */
  private Chunk lent = receiveChunks.take();

  private final ArrayDeque<KernelHandle> changes = new ArrayDeque<>();

  /** Regular files that epoll refuses: ready whenever something is asked of them. */
  private final ArrayList<KernelHandle> alwaysReady = new ArrayList<>();

  /** Completions that need no wait, in order. */
  private final ArrayDeque<Runnable> due = new ArrayDeque<>();

  ReadinessDriver(String name, ReadinessSet set) throws IOException {
    this.name = name;
    this.set = set;
    this.wakeUp = WakeUpDescriptor.open();
    set.add(wakeUp.number(), Abi.READABLE, 0);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public ChunkPool sendChunks() {
    return sendChunks;
  }

  // ---- asking -----------------------------------------------------------------------------------

  private void change(KernelHandle handle) {
    if (!handle.changed
        && !handle.closed
        && !alwaysReady.contains(handle)
        && handle.wanted() != handle.watchedFor) {
      handle.changed = true;
      changes.add(handle);
    }
  }

  @Override
  public void connect(Handle socket, SocketAddress remote) {
    KernelHandle handle = ours(socket);
    handle.connectStarted = SocketObservers.begin();
    int result;
    try {
      result = SocketCalls.connect(handle.number, remote, handle.socket().family());
    } catch (IOException e) {
      result = -Abi.EINVAL; // An address of another family.
    }
    if (result == -Abi.EINPROGRESS) {
      handle.connectingTo = remote;
      change(handle);
    } else {
      int outcome = result;
      due.add(() -> connected(handle, remote, outcome));
    }
  }

  @Override
  public void accept(Handle listener, boolean on) {
    KernelHandle handle = ours(listener);
    handle.accepting = on;
    change(handle);
  }

  @Override
  public void receive(Handle stream, boolean on) {
    KernelHandle handle = ours(stream);
    handle.receiving = on;
    change(handle);
  }

  @Override
  public void receiveMessages(Handle socket, int controlBytes, boolean on) {
    KernelHandle handle = ours(socket);
    handle.receivingMessages = on;
    handle.controlBytes = controlBytes;
    change(handle);
  }

  @Override
  public void watch(Handle descriptor, int events) {
    KernelHandle handle = ours(descriptor);
    handle.events = events;
    change(handle);
  }

  @Override
  public int send(Handle stream, Outgoing outgoing) {
    KernelHandle handle = ours(stream);
    int sent = io.send(handle, outgoing);
    if (sent != -Abi.EAGAIN) {
      return sent;
    }
    handle.sending = outgoing;
    change(handle);
    return PENDING;
  }

  @Override
  public int sendMessage(
      Handle socket, ByteBuffer data, @Nullable SocketAddress to, List<ControlMessage> control) {
    KernelHandle handle = ours(socket);
    var message = new KernelHandle.Message(data, to, control);
    int sent = io.send(handle, message);
    if (sent != -Abi.EAGAIN || cannotTellRoom(handle, to)) {
      return sent;
    }
    handle.sendingMessage = message;
    change(handle);
    return PENDING;
  }

  /** An unconnected Unix socket counts as writable whatever its target's queue has room for. */
  private static boolean cannotTellRoom(KernelHandle handle, @Nullable SocketAddress to) {
    try {
      return to != null && handle.socket().family() == StandardProtocolFamily.UNIX;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close(Handle closing, boolean reset) {
    KernelHandle handle = ours(closing);
    if (handle.closed) {
      return;
    }
    handle.closed = true;
    if (handle.watchedFor != 0) {
      // Before the number is free for another file.
      set.remove(handle.number);
      handle.watchedFor = 0;
      handles[handle.number] = null;
    }
    closeNow(handle, reset);
    due.add(() -> handle.completions().closed());
  }

  // ---- telling ----------------------------------------------------------------------------------

  @Override
  public void await(long timeoutNanos) throws IOException {
    applyChanges();
    boolean nothingToWaitFor = !due.isEmpty() || anyFileWants();
    int found = set.await(nothingToWaitFor ? 0 : timeoutNanos, ready);
    if (found < 0 && found != -Abi.EINTR) {
      throw new CallFailure(name, new Errno(-found), null, null).exception();
    }
    if (wakeUp.isRequested() && ready.contains(wakeUp.number())) {
      wakeUp.answer();
    }
  }

  @Override
  public int complete() {
    int told = tellDue() + dispatchFiles();
    while (ready.next()) {
      if (ready.number() == wakeUp.number()) {
        continue; // Answered by the wait.
      }
      KernelHandle handle = handles[ready.number()];
      // An earlier completion of this batch may have closed it, and another have its number.
      if (handle != null && handle.generation == ready.generation()) {
        dispatch(handle, ready.events());
        told++;
      }
    }
    return told;
  }

  /** Only those that are due now: what they ask for is told next time. */
  private int tellDue() {
    int count = due.size();
    for (int i = 0; i < count; i++) {
      due.remove().run();
    }
    return count;
  }

  private boolean anyFileWants() {
    for (int i = 0; i < alwaysReady.size(); i++) {
      if (alwaysReady.get(i).wanted() != 0) {
        return true;
      }
    }
    return false;
  }

  private int dispatchFiles() {
    int told = 0;
    for (int i = 0; i < alwaysReady.size(); i++) {
      KernelHandle file = alwaysReady.get(i);
      if (file.wanted() != 0) {
        dispatch(file, file.wanted());
        told++;
      }
    }
    alwaysReady.removeIf(file -> file.closed);
    return told;
  }

  private void applyChanges() {
    for (KernelHandle handle; (handle = changes.poll()) != null; ) {
      handle.changed = false;
      int wanted = handle.wanted();
      if (!handle.closed && wanted != handle.watchedFor) {
        apply(handle, wanted);
      }
    }
  }

  private void apply(KernelHandle handle, int wanted) {
    int number = handle.number;
    int result;
    if (wanted == 0) {
      result = set.remove(number);
      handles[number] = null;
    } else if (handle.watchedFor == 0) {
      if (number >= handles.length) {
        handles = Arrays.copyOf(handles, Math.max(2 * handles.length, number + 1));
      }
      handle.generation = ++lastGeneration == 0 ? ++lastGeneration : lastGeneration;
      result = set.add(number, wanted, handle.generation);
      if (result >= 0) {
        handles[number] = handle;
      }
    } else {
      result = set.change(number, wanted, handle.generation);
    }
    if (result >= 0) {
      handle.watchedFor = wanted;
    } else if (result == -Abi.EPERM) {
      alwaysReady.add(handle);
    } else {
      refuse(handle, result);
    }
  }

  /** It cannot be waited for (a number too high for select): everything asked for has failed. */
  private void refuse(KernelHandle handle, int result) {
    due.add(() -> {
      if (handle.connectingTo != null) {
        connected(handle, handle.connectingTo, result);
      }
      if (handle.accepting) {
        handle.completions().accepted(null, result);
      }
      sent(handle, result);
      if (!handle.closed && (handle.receiving || handle.receivingMessages)) {
        handle.receiving = false;
        handle.receivingMessages = false;
        handle.completions().receiveEnded(result);
      }
    });
  }

  /** One handle's events; each step may have closed it, or taken back what was asked. */
  private void dispatch(KernelHandle handle, int happened) {
    boolean ended = (happened & (Abi.ERROR | Abi.HANG_UP)) != 0;
    if (handle.events != 0) {
      int asked = happened & (handle.events | Abi.ERROR | Abi.HANG_UP);
      if (asked != 0) {
        handle.completions().ready(asked);
      }
      return;
    }
    if ((happened & Abi.WRITABLE) != 0 || ended) {
      if (handle.connectingTo != null) {
        connected(handle, handle.connectingTo, -io.error(handle));
        return;
      }
      sendWaiting(handle);
    }
    if ((happened & Abi.READABLE) != 0 || ended) {
      if (handle.accepting) {
        acceptAll(handle);
      } else if (handle.receivingMessages) {
        receiveMessages(handle);
      } else if (handle.receiving) {
        receiveOnce(handle);
      }
    }
    change(handle);
  }

  private void connected(KernelHandle handle, @Nullable SocketAddress to, int result) {
    if (handle.closed) {
      return;
    }
    handle.connectingTo = null;
    change(handle);
    observe(handle.connectStarted, Kind.CONNECTED, "connect", handle, to, result);
    handle.completions().connected(result);
  }

  private void sendWaiting(KernelHandle handle) {
    if (handle.closed) {
      return;
    }
    Outgoing bytes = handle.sending;
    KernelHandle.Message message = handle.sendingMessage;
    int sent =
        bytes != null
            ? io.send(handle, bytes)
            : message != null ? io.send(handle, message) : -Abi.EAGAIN;
    if (sent != -Abi.EAGAIN) {
      sent(handle, sent);
    }
  }

  private void sent(KernelHandle handle, int result) {
    if (!handle.closed && (handle.sending != null || handle.sendingMessage != null)) {
      handle.sending = null;
      handle.sendingMessage = null;
      handle.completions().sent(result);
      change(handle);
    }
  }

  private void acceptAll(KernelHandle listener) {
    for (int i = 0; i < ACCEPTS_A_TURN && listener.accepting && !listener.closed; i++) {
      long started = SocketObservers.begin();
      int number = io.accept(listener);
      if (number >= 0) {
        var connection = new KernelHandle(number, KernelHandle.Kind.STREAM);
        observe(started, Kind.ACCEPTED, "accept", connection, 0);
        listener.completions().accepted(connection, 0);
        continue;
      }
      if (number == -Abi.EAGAIN) {
        return;
      }
      // A connection that was given up in the queue, and an interrupted call, say nothing.
      if (number == -Abi.ECONNABORTED || number == -Abi.EINTR) {
        continue;
      }
      observe(started, Kind.ACCEPTED, "accept", listener, number);
      if (number == -Abi.EMFILE) {
        reserve.turnAway(listener.number);
      }
      listener.completions().accepted(null, number);
      return;
    }
  }

  private void receiveOnce(KernelHandle handle) {
    if (handle.closed) {
      return;
    }
    Chunk into = lent;
    int count = io.receive(handle, into);
    if (count > 0) {
      try {
        handle.completions().received(into, 0, count);
      } finally {
        returnLent(into);
      }
    } else if (count != -Abi.EAGAIN && count != -Abi.EINTR) {
      handle.receiving = false;
      handle.completions().receiveEnded(count);
    }
  }

  private void receiveMessages(KernelHandle handle) {
    for (int i = 0; i < MESSAGES_A_TURN && handle.receivingMessages && !handle.closed; i++) {
      Chunk into = lent;
      var message = io.receiveMessage(handle, into);
      if (message != null) {
        if (handle.kind == KernelHandle.Kind.STREAM && message.length() == 0) {
          handle.receivingMessages = false;
          handle.completions().receiveEnded(0);
          return;
        }
        try {
          handle.completions().received(into, message);
        } finally {
          returnLent(into);
        }
        continue;
      }
      if (io.failure() == -Abi.EAGAIN) {
        return;
      }
      if (handle.kind == KernelHandle.Kind.STREAM) {
        handle.receivingMessages = false;
      }
      handle.completions().receiveEnded(io.failure());
    }
  }

  /** If somebody holds it, it is his now, and the next bytes go into another. */
  private void returnLent(Chunk chunk) {
    if (!chunk.isHeldOnce()) {
      chunk.release();
      lent = receiveChunks.take();
    }
  }

  // ---- the rest ---------------------------------------------------------------------------------

  @Override
  public void wakeUp() {
    wakeUp.request();
  }

  @Override
  public void close() {
    wakeUp.close();
    reserve.close();
    set.close();
  }
}
