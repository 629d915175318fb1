package io.jackfield.server.worker;

import io.jackfield.socket.ControlMessage;
import io.jackfield.socket.ControlMessage.SendDescriptors;
import io.jackfield.socket.PassedDescriptor;
import io.jackfield.socket.ReceivedMessage;
import io.jackfield.socket.Socket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One end of the line between a server and a worker process: messages in order, descriptors beside
 * them, over a Unix socket of packets. Any thread sends, without waiting; one receives.
 *
 * <p>A thread of its own writes: whoever sends may be interrupted at any time, and the interrupt of
 * a thread that waits for a socket closes it.
 */
public final class Line implements AutoCloseable {
  /** The longest message, in bytes. */
  public static final int MOST_BYTES = 8 << 20;

  /** A packet is what the socket's buffer takes at once, less than its default size. */
  private static final int PACKET_BYTES = 60_000;

  /** So many messages wait to be sent, and those that can be done without are not sent. */
  private static final int FULL = 1_024;

  private static final Duration LAST_WORDS = Duration.ofSeconds(1);
  private static final int CONTROL_BYTES = 64;
  private static final byte LAST = 0;
  private static final byte MORE = 1;

  private final Socket socket;
  private final ByteBuffer room = ByteBuffer.allocateDirect(PACKET_BYTES + 1);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread writer;

  // Guarded by the lock.
  private final Queue<Outgoing> queue = new ArrayDeque<>();
  private boolean closing;
  private boolean ended;

  /** Told whether a message has left. */
  public interface Sent {
    void told(boolean left);
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Outgoing(byte[] bytes, int descriptor, Sent sent) {}

  /**
   * A message that came.
   *
   * @param descriptor what was beside it, the receiver's to close; null for nothing
   */
  public record Incoming(Message message, @Nullable PassedDescriptor descriptor) {}

  private Line(Socket socket, String name, Duration patience) {
    this.socket = socket.timeout(patience);
    this.writer = Thread.ofVirtual().name(name).unstarted(this::write);
  }

  /**
   * Over a connected socket, which is the line's from now on.
   *
   * @param name of its thread
   * @param patience how long the other end may take nothing until the line ends
   */
  public static Line over(Socket socket, String name, Duration patience) {
    var line = new Line(socket, name, patience);
    line.writer.start();
    return line;
  }

  // ---- sending ----------------------------------------------------------------------------------

  /** Sends a message, or not, if the line has ended. */
  public void send(Message message) {
    send(message, -1, _ -> {});
  }

  /** Whether more wait to be sent than should. */
  public boolean isFull() {
    lock.lock();
    try {
      return queue.size() >= FULL;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sends a message with a descriptor beside it, which is to be open until {@code sent} is told.
   *
   * @param sent called by another thread, or at once if the line has ended
   */
  public void send(Message message, int descriptor, Sent sent) {
    lock.lock();
    try {
      if (!ended && !closing) {
        queue.add(new Outgoing(message.encoded(), descriptor, sent));
        changed.signalAll();
        return;
      }
    } finally {
      lock.unlock();
    }
    sent.told(false);
  }

  private void write() {
    try {
      for (Outgoing next; (next = next()) != null; ) {
        boolean left = false;
        try {
          write(next);
          left = true;
        } finally {
          next.sent().told(left);
        }
      }
    } catch (IOException e) {
      System.getLogger(Line.class.getName()).log(Level.DEBUG, "a worker's line ended", e);
    } finally {
      end();
    }
  }

  /** Waits for one; null when it is to end, and all have left. */
  private @Nullable Outgoing next() {
    lock.lock();
    try {
      while (queue.isEmpty()) {
        if (closing) {
          return null;
        }
        changed.awaitUninterruptibly();
      }
      return queue.poll();
    } finally {
      lock.unlock();
    }
  }

  private void write(Outgoing message) throws IOException {
    byte[] bytes = message.bytes();
    for (int from = 0; from < bytes.length; from += PACKET_BYTES) {
      int count = Math.min(PACKET_BYTES, bytes.length - from);
      ByteBuffer mark = ByteBuffer.allocate(1).put(from + count < bytes.length ? MORE : LAST);
      List<ControlMessage> beside =
          from == 0 && message.descriptor() >= 0
              ? List.of(new SendDescriptors(List.of(message.descriptor())))
              : List.of();
      socket.sendMessage(List.of(mark.flip(), ByteBuffer.wrap(bytes, from, count)), null, beside);
    }
  }

  /** Nothing more is sent; what was not is told so. */
  private void end() {
    List<Outgoing> left;
    lock.lock();
    try {
      ended = true;
      left = List.copyOf(queue);
      queue.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    left.forEach(one -> one.sent().told(false));
    closeQuietly();
  }

  // ---- receiving --------------------------------------------------------------------------------

  /**
   * Waits for the next message; null when the other end is gone. By one thread that nobody
   * interrupts.
   *
   * @throws IOException if what came is no message
   */
  public @Nullable Incoming receive() throws IOException {
    var whole = new ByteArrayOutputStream();
    PassedDescriptor beside = null;
    boolean handedOut = false;
    try {
      for (boolean more = true; more; ) {
        ReceivedMessage packet = packet();
        if (packet == null) {
          return null;
        }
        beside = passed(packet, beside);
        more = room.flip().get() == MORE;
        if (whole.size() + room.remaining() > MOST_BYTES || packet.truncated()) {
          throw new IOException("a worker's line has no messages of more than " + MOST_BYTES);
        }
        byte[] part = new byte[room.remaining()];
        room.get(part);
        whole.writeBytes(part);
      }
      var incoming = new Incoming(Message.decoded(whole.toByteArray()), beside);
      handedOut = true;
      return incoming;
    } finally {
      if (beside != null && !handedOut) {
        beside.close();
      }
    }
  }

  /** Null at the end. Empty packets are never sent. */
  private @Nullable ReceivedMessage packet() throws IOException {
    for (; ; ) {
      try {
        ReceivedMessage packet = socket.receiveMessage(List.of(room.clear()), CONTROL_BYTES);
        return packet == null || packet.length() == 0 ? null : packet;
      } catch (SocketTimeoutException e) {
        // Only who writes has no more time than that.
      } catch (IOException e) {
        return null;
      }
    }
  }

  private static @Nullable PassedDescriptor passed(
      ReceivedMessage packet, @Nullable PassedDescriptor before) {
    PassedDescriptor first = before;
    for (ControlMessage each : packet.control()) {
      if (each instanceof ControlMessage.Descriptors(List<PassedDescriptor> passed)) {
        for (PassedDescriptor one : passed) {
          if (first == null) {
            first = one;
          } else {
            one.close();
          }
        }
      }
    }
    return first;
  }

  // ---- the end ----------------------------------------------------------------------------------

  /** Sends what is left to be sent, for a second at most, and closes the line. */
  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      changed.signalAll();
      long left = LAST_WORDS.toNanos();
      while (!ended && left > 0) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    closeQuietly();
  }

  private void closeQuietly() {
    try {
      socket.close();
    } catch (IOException e) {
      // Closed all the same.
    }
  }
}
