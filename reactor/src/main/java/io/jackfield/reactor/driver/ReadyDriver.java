package io.jackfield.reactor.driver;

import io.jackfield.socket.ControlMessage;
import io.jackfield.socket.SocketEvent.Kind;
import io.jackfield.socket.SocketObservers;
import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.linux.SocketCalls;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is done when a descriptor is ready for it, by the non-blocking call; a send is tried at
 * once. How one learns that a descriptor is ready is for those that extend it.
 */
abstract class ReadyDriver extends KernelDriver {
  private static final int RECEIVE_BYTES = 65_536;
  private static final int SEND_BYTES = 16_384;
  private static final int CHUNKS_KEPT = 64;

  /** Of a driver that carries one connection, as a rule. */
  private static final int SMALL_RECEIVE_BYTES = 16_384;

  private static final int FEW_CHUNKS_KEPT = 2;

  /** Of one listener in one turn, so that the others get theirs. */
  static final int ACCEPTS_A_TURN = 64;

  /** Of one socket in one turn. */
  private static final int MESSAGES_A_TURN = 16;

  final ReadinessIo io = new ReadinessIo();
  final ReserveDescriptor reserve = new ReserveDescriptor();
  private final ChunkPool messageChunks;
  private final ChunkPool sendChunks;

  /** Made when first needed, as the next: most loops never send or receive a datagram. */
  private @Nullable MessageSending sending;

  private @Nullable MessageReceiving messages;

  /** What streams are received into. */
  private final LentChunk lent;

  /** What messages are received into: a datagram may be longer than a stream's chunk. */
  private final LentChunk lentToMessages;

  final Due due = new Due();

  /** The connection that a listener is being told of, whose peer the kernel has named already. */
  private @Nullable KernelHandle accepted;

  /** Receives into chunks of the given pool. */
  ReadyDriver(ChunkPool receiveChunks) {
    messageChunks = receiveChunks;
    sendChunks = new ChunkPool(SEND_BYTES, CHUNKS_KEPT);
    lent = new LentChunk(receiveChunks);
    lentToMessages = lent;
    var _ = lent.get(); // At hand from the beginning; the other takes it with the first byte.
  }

  /** One that takes little memory. */
  ReadyDriver() {
    messageChunks = new ChunkPool(RECEIVE_BYTES, FEW_CHUNKS_KEPT);
    sendChunks = new ChunkPool(SEND_BYTES, FEW_CHUNKS_KEPT);
    lent = new LentChunk(new ChunkPool(SMALL_RECEIVE_BYTES, FEW_CHUNKS_KEPT));
    lentToMessages = new LentChunk(messageChunks);
  }

  /** A pool for the constructor. */
  static ChunkPool receiveChunks() {
    return receiveChunks(0);
  }

  /** A pool of chunks with so many bytes more. */
  static ChunkPool receiveChunks(int spareBytes) {
    return new ChunkPool(RECEIVE_BYTES + spareBytes, CHUNKS_KEPT);
  }

  /** What messages are received into. */
  ChunkPool messageChunks() {
    return messageChunks;
  }

  private MessageSending sending() {
    MessageSending made = sending;
    if (made == null) {
      made = new MessageSending();
      sending = made;
    }
    return made;
  }

  private MessageReceiving messages() {
    MessageReceiving made = messages;
    if (made == null) {
      made = new MessageReceiving(messageChunks);
      messages = made;
    }
    return made;
  }

  @Override
  public final ChunkPool sendChunks() {
    return sendChunks;
  }

  /** What was asked of the handle has changed; it may have been closed. */
  abstract void change(KernelHandle handle);

  /** Which events of poll(2) would let us do what was asked of the handle; 0 for none. */
  abstract int awaits(KernelHandle handle);

  // ---- asking -----------------------------------------------------------------------------------

  @Override
  public void connect(Handle socket, SocketAddress remote) {
    KernelHandle handle = ours(socket);
    long started = SocketObservers.begin();
    int result;
    try {
      result = SocketCalls.connect(handle.number, remote, handle.socket().family());
    } catch (IOException e) {
      result = -Abi.EINVAL; // An address of another family.
    }
    if (result == -Abi.EINPROGRESS) {
      handle.rare().connecting = new KernelHandle.Connecting(remote, started);
      change(handle);
    } else {
      int outcome = result;
      due.add(() -> connected(handle, new KernelHandle.Connecting(remote, started), outcome));
    }
  }

  @Override
  public void accept(Handle listener, int room) {
    KernelHandle handle = ours(listener);
    handle.accepting = room > 0;
    if (handle.accepting) {
      reserve.hold();
    }
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
    handle.rare().controlBytes = controlBytes;
    change(handle);
  }

  @Override
  public void watch(Handle descriptor, int events) {
    KernelHandle handle = ours(descriptor);
    handle.events = (short) events;
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
    handle.rare().sending = message;
    change(handle);
    return PENDING;
  }

  @Override
  public int sendMessages(Handle socket, Collection<OutgoingMessage> messages) {
    KernelHandle handle = ours(socket);
    OutgoingMessage first = messages.iterator().next();
    if (!MessageSending.takes(handle, first)) {
      return super.sendMessages(socket, messages);
    }
    int sent = sending().send(handle, messages);
    if (sent != -Abi.EAGAIN) {
      return sent;
    }
    handle.rare().sending = new KernelHandle.Message(first.data(), first.to(), first.control());
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

  // ---- telling ----------------------------------------------------------------------------------

  /** Closes the descriptor, which nothing is going on with; it is told later. */
  final void closeSoon(KernelHandle handle, boolean reset) {
    closeNow(handle, reset);
    due.closed(handle);
  }

  /** The kernel does not wait for it (it is short of memory): everything asked for has failed. */
  final void refuse(KernelHandle handle, int result) {
    due.add(() -> {
      if (handle.closed) {
        return;
      }
      int refused = awaits(handle);
      KernelHandle.Connecting attempt = handle.connecting();
      if (attempt != null) {
        connected(handle, attempt, result);
      }
      if (handle.accepting) {
        handle.completions().accepted(null, result);
      }
      if ((refused & Abi.WRITABLE) != 0) {
        sent(handle, result);
      }
      boolean watched = handle.kind == KernelHandle.Kind.STREAM && handle.events != 0;
      boolean received =
          (refused & Abi.READABLE) != 0 && (handle.receiving || handle.receivingMessages);
      if ((received || watched) && !handle.closed) {
        handle.events = 0;
        handle.receiving = false;
        handle.receivingMessages = false;
        handle.completions().receiveEnded(result);
      }
    });
  }

  /**
   * Does what the handle is ready for; each step may have closed it, or taken back what was asked.
   *
   * @param happened what it is ready for now, of poll(2)'s events
   */
  final void dispatch(KernelHandle handle, int happened) {
    boolean ended = (happened & (Abi.ERROR | Abi.HANG_UP)) != 0;
    int watched = handle.events;
    if (watched != 0) {
      int asked = happened & (watched | Abi.ERROR | Abi.HANG_UP);
      if (asked != 0) {
        handle.completions().ready(asked);
      }
    }
    KernelHandle.Connecting attempt = handle.connecting();
    if (attempt != null) {
      if ((happened & Abi.WRITABLE) != 0 || ended) {
        connected(handle, attempt, -io.error(handle));
      }
    } else {
      // What is watched for is the watcher's to do.
      int ours = awaits(handle) & ~(watched | handle.events);
      int doable = ours & (ended ? Abi.READABLE | Abi.WRITABLE : happened);
      if ((doable & Abi.WRITABLE) != 0) {
        sendWaiting(handle);
      }
      if ((doable & awaits(handle) & ~handle.events & Abi.READABLE) != 0) {
        take(handle);
      }
    }
    change(handle);
  }

  private void take(KernelHandle handle) {
    if (handle.receivingMessages && handle.rare().areBatched) {
      messages().receive(handle);
    } else if (handle.receivingMessages) {
      receiveMessages(handle);
    } else if (handle.accepting) {
      acceptAll(handle);
    } else {
      receiveOnce(handle);
    }
  }

  final void connected(KernelHandle handle, KernelHandle.Connecting attempt, int result) {
    if (handle.closed) {
      return;
    }
    handle.endConnecting();
    change(handle);
    observe(attempt.started(), Kind.CONNECTED, "connect", handle, attempt.to(), result);
    handle.completions().connected(result);
  }

  private void sendWaiting(KernelHandle handle) {
    if (handle.closed) {
      return;
    }
    Outgoing bytes = handle.sending;
    KernelHandle.Message message = handle.sendingMessage();
    int sent =
        bytes != null
            ? io.send(handle, bytes)
            : message != null ? io.send(handle, message) : -Abi.EAGAIN;
    if (sent != -Abi.EAGAIN) {
      sent(handle, sent);
    }
  }

  private void sent(KernelHandle handle, int result) {
    boolean sendsMessage = handle.sendingMessage() != null;
    if (!handle.closed && (handle.sending != null || sendsMessage)) {
      handle.sending = null;
      if (sendsMessage) {
        handle.rare().sending = null;
      }
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
        IOException obstacle = obstacle(number);
        if (obstacle != null) {
          closeNow(connection, false);
          listener.completions().turnedAway(obstacle);
          return;
        }
        tellAccepted(listener, connection);
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

  void tellAccepted(KernelHandle listener, KernelHandle connection) {
    accepted = connection;
    try {
      listener.completions().accepted(connection, 0);
    } finally {
      accepted = null;
    }
  }

  @Override
  public final @Nullable SocketAddress remoteAddress(Handle socket) {
    return socket.equals(accepted) ? io.acceptedAddress() : super.remoteAddress(socket);
  }

  final void receiveOnce(KernelHandle handle) {
    if (handle.closed) {
      return;
    }
    Chunk into = lent.get();
    if (into == null) {
      return; // It waits in the kernel until there is memory again.
    }
    int count = io.receive(handle, into, 0, into.size());
    if (count > 0) {
      boolean hasNext = true;
      try {
        handle.completions().received(into, 0, count);
      } finally {
        hasNext = lent.takeBack();
      }
      if (!hasNext) {
        outOfMemory(handle);
      }
    } else if (count != -Abi.EAGAIN && count != -Abi.EINTR) {
      handle.receiving = false;
      handle.completions().receiveEnded(count);
    }
  }

  /**
   * What came of it is held, though little memory is left, and nobody could receive any more: it
   * has to go, whether it receives or, since its peer takes nothing, waits.
   */
  private static void outOfMemory(KernelHandle handle) {
    if (!handle.closed) {
      handle.receiving = false;
      handle.receivingMessages = false;
      handle.completions().receiveEnded(-Abi.ENOMEM);
    }
  }

  private void receiveMessages(KernelHandle handle) {
    for (int i = 0; i < MESSAGES_A_TURN && handle.receivingMessages && !handle.closed; i++) {
      Chunk into = lentToMessages.get();
      if (into == null) {
        return; // They wait in the kernel until there is memory again.
      }
      var message = io.receiveMessage(handle, into);
      if (message != null) {
        if (handle.kind == KernelHandle.Kind.STREAM && message.length() == 0) {
          handle.receivingMessages = false;
          handle.completions().receiveEnded(0);
          return;
        }
        boolean hasNext = true;
        try {
          handle.completions().received(into, message);
        } finally {
          hasNext = lentToMessages.takeBack();
        }
        if (!hasNext && handle.kind == KernelHandle.Kind.STREAM) {
          outOfMemory(handle);
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
}
