package io.jackfield.reactor.driver;

import io.jackfield.socket.SocketEvent.Kind;
import io.jackfield.socket.SocketObservers;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** What is done when a channel is ready for it, and what is told of that. */
final class NioTelling {
  private static final int RECEIVE_BYTES = 65_536;
  private static final int CHUNKS_KEPT = 64;

  /** Of one listener in one turn, so that the others get theirs. */
  private static final int ACCEPTS_A_TURN = 64;

  /** Of one socket in one turn. */
  private static final int MESSAGES_A_TURN = 16;

  private final NioIo io;
  private final NioSelection selection;
  private final NioReserve reserve = new NioReserve();
  private final LentChunk lent = new LentChunk(new ChunkPool(RECEIVE_BYTES, CHUNKS_KEPT));
  private final Due due = new Due();

  NioTelling(NioIo io, NioSelection selection) {
    this.io = io;
    this.selection = selection;
  }

  void later(Runnable completion) {
    due.add(completion);
  }

  boolean hasDue() {
    return !due.isEmpty();
  }

  /** It cannot be waited for: everything asked for has failed. */
  void refuse(NioHandle handle, int result) {
    due.add(() -> {
      if (!handle.closed && handle.accepting) {
        handle.accepting = false;
        handle.completions().accepted(null, result);
      }
      sent(handle, result);
      if (!handle.closed && handle.receiving) {
        handle.receiving = false;
        handle.completions().receiveEnded(result);
      }
    });
  }

  int tellDue() {
    return due.tell();
  }

  /** Does what it is ready for; each step may have closed it, or taken back what was asked. */
  void dispatch(NioHandle handle) {
    SocketAddress to = handle.connectingTo;
    if (to == null) {
      sendWaiting(handle, handle.ready);
      take(handle, handle.ready);
      return;
    }
    int result = io.finishConnect(handle);
    if (result != -NioErrno.EAGAIN) {
      connected(handle, to, result);
    }
  }

  void connected(NioHandle handle, SocketAddress to, int result) {
    if (handle.closed) {
      return;
    }
    handle.connectingTo = null;
    selection.change(handle);
    NioIo.observe(handle.connectStarted, Kind.CONNECTED, "connect", to, result);
    handle.completions().connected(result);
  }

  private void sendWaiting(NioHandle handle, int operations) {
    if ((operations & SelectionKey.OP_WRITE) == 0) {
      return;
    }
    Outgoing bytes = handle.sending;
    NioHandle.Message message = handle.sendingMessage;
    int sent = -NioErrno.EAGAIN;
    if (bytes != null) {
      sent = io.send(handle, bytes);
    } else if (message != null) {
      sent = io.send(handle, message);
    }
    if (sent != -NioErrno.EAGAIN) {
      sent(handle, sent);
    }
  }

  private void sent(NioHandle handle, int result) {
    if (!handle.closed && (handle.sending != null || handle.sendingMessage != null)) {
      handle.sending = null;
      handle.sendingMessage = null;
      selection.change(handle);
      handle.completions().sent(result);
    }
  }

  private void take(NioHandle handle, int operations) {
    if ((operations & SelectionKey.OP_ACCEPT) != 0) {
      acceptAll(handle);
    } else if ((operations & SelectionKey.OP_READ) != 0) {
      receiveMessages(handle);
      receiveOnce(handle);
    }
  }

  private void acceptAll(NioHandle listener) {
    for (int i = 0; i < ACCEPTS_A_TURN && listener.accepting && !listener.closed; i++) {
      long started = SocketObservers.begin();
      var server = (ServerSocketChannel) listener.channel();
      SocketChannel accepted = io.accept(server);
      if (accepted == null) {
        acceptFailed(listener, server, started, io.failure());
        return;
      }
      var connection = new NioHandle(accepted, listener.family);
      listener.options.passOnTo(accepted);
      if (SocketObservers.watched()) {
        NioIo.observe(started, Kind.ACCEPTED, "accept", NioSockets.remoteAddress(connection), 0);
      }
      listener.completions().accepted(connection, 0);
    }
  }

  private void acceptFailed(
      NioHandle listener, ServerSocketChannel server, long started, int failure) {
    if (failure == -NioErrno.EAGAIN) {
      return;
    }
    NioIo.observe(started, Kind.ACCEPTED, "accept", null, failure);
    if (failure == -NioErrno.EMFILE) {
      reserve.turnAway(server);
    }
    listener.completions().accepted(null, failure);
  }

  private void receiveOnce(NioHandle handle) {
    if (!handle.receiving || handle.closed) {
      return;
    }
    Chunk into = lent.get();
    if (into == null) {
      return; // It waits in the kernel until there is memory again.
    }
    int count = io.receive(handle, into);
    if (count > 0) {
      boolean hasNext = true;
      try {
        handle.completions().received(into, 0, count);
      } finally {
        hasNext = lent.takeBack();
      }
      if (!hasNext) { // It holds what others would receive into, whether it receives or waits.
        receiveEnded(handle, -NioErrno.ENOMEM);
      }
    } else if (count != -NioErrno.EAGAIN) {
      receiveEnded(handle, count);
    }
  }

  private void receiveEnded(NioHandle handle, int result) {
    if (!handle.closed) {
      handle.receiving = false;
      selection.change(handle);
      handle.completions().receiveEnded(result);
    }
  }

  private void receiveMessages(NioHandle handle) {
    for (int i = 0; i < MESSAGES_A_TURN && handle.receivingMessages && !handle.closed; i++) {
      Chunk into = lent.get();
      if (into == null) {
        return; // They wait in the kernel until there is memory again.
      }
      var message = io.receiveMessage(handle, into);
      if (message != null) {
        try {
          handle.completions().received(into, message);
        } finally {
          boolean _ = lent.takeBack();
        }
      } else if (io.failure() == -NioErrno.EAGAIN) {
        return;
      } else {
        handle.completions().receiveEnded(io.failure());
      }
    }
  }

  /** Closes a channel that the selector has let go of. */
  void closeNow(NioHandle handle) {
    if (SocketObservers.watched()) {
      long started = SocketObservers.begin();
      NioIo.observe(started, Kind.CLOSED, "close", NioSockets.remoteAddress(handle), 0);
    }
    try {
      handle.channel().close();
    } catch (IOException e) {
      // The descriptor is free all the same.
      System.getLogger(NioDriver.class.getName()).log(System.Logger.Level.DEBUG, "close", e);
    }
    due.closed(handle);
  }

  void close() {
    reserve.close();
  }
}
