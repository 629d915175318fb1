package io.jackfield.reactor.driver;

import io.jackfield.socket.ReceivedMessage;
import io.jackfield.socket.SocketEvent.Kind;
import io.jackfield.socket.SocketObservers;
import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.linux.ReceiveVector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Receives datagrams of IP, many a system call, each into a chunk of its own. It begins with few
 * chunks, and gets more when they were not enough.
 */
final class MessageReceiving {
  private static final byte[] NO_CONTROL = {};
  private static final int FIRST_CHUNKS = 4;

  /** Of one socket in one turn. */
  private static final int MESSAGES_A_TURN = ReceiveVector.MESSAGES;

  private final ChunkPool pool;
  private final ReceiveVector vector = new ReceiveVector();

  /** What the next messages are received into, but for those that are held. */
  private final List<Chunk> chunks = new ArrayList<>();

  MessageReceiving(ChunkPool pool) {
    this.pool = pool;
  }

  private void provide(int count) {
    while (chunks.size() < count) {
      Chunk next = pool.tryTake();
      if (next == null) {
        return;
      }
      chunks.add(next);
      room(chunks.size() - 1);
    }
  }

  /**
   * How many there are, from the first on, that nobody holds besides. One that was lent and is held
   * is its holder's, and another takes its place; without memory for that it goes behind the
   * others.
   */
  private int free() {
    int count = chunks.size();
    for (int i = 0; i < count; ) {
      if (chunks.get(i).isHeldOnce() || replace(i)) {
        i++;
      } else {
        count--;
        Collections.swap(chunks, i, count);
        room(i);
        room(count);
      }
    }
    return count;
  }

  private boolean replace(int index) {
    Chunk next = pool.tryTake();
    if (next != null) {
      chunks.set(index, next).release();
      room(index);
    }
    return next != null;
  }

  private void room(int index) {
    Chunk chunk = chunks.get(index);
    vector.room(index, chunk.address(), chunk.size());
  }

  /** Tells the handle of what there is, as much as a turn may bring. */
  void receive(KernelHandle handle) {
    provide(FIRST_CHUNKS);
    for (int left = MESSAGES_A_TURN; left > 0 && handle.receivingMessages && !handle.closed; ) {
      int asked = Math.min(left, free());
      if (asked == 0) {
        return; // They wait in the kernel until there is memory again.
      }
      long started = SocketObservers.begin();
      int count = vector.receive(handle.number, asked, handle.rare().controlBytes);
      if (count == -Abi.EAGAIN) {
        return;
      }
      if (count < 0) {
        KernelDriver.observe(started, Kind.READ, "recvmmsg", handle, count);
        handle.completions().receiveEnded(count);
        left--;
        continue;
      }
      for (int i = 0; i < count && !handle.closed; i++) {
        tell(started, handle, i);
      }
      if (count < asked) {
        return; // An error that stopped it is there the next time.
      }
      left -= count;
      provide(Math.min(2 * chunks.size(), MESSAGES_A_TURN));
    }
  }

  private void tell(long started, KernelHandle handle, int index) {
    ReceivedMessage message =
        ReceivedMessage.of(
            vector.source(index),
            vector.length(index),
            vector.flags(index),
            vector.controlLength(index) == 0 ? NO_CONTROL : vector.control(index));
    if (SocketObservers.watched()) {
      KernelDriver.observe(
          started, Kind.READ, "recvmmsg", handle, message.source(), message.length());
    }
    handle.completions().received(chunks.get(index), message);
  }
}
