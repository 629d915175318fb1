package io.jackfield.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.IllegalBlockingModeException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The reading half of a {@link TlsStream}, and its handshake; one thread at a time reads. */
final class StreamReader {
  private static final int RECEIVE_BYTES = 16 * 1024;

  private final ByteChannel below;
  private final GuardedSession guarded;
  private final TlsSession session;
  private final StreamWriter writer;

  /** Taken before the writer's. */
  private final ReentrantLock reading = new ReentrantLock();

  // All that follows is of the thread that holds it.
  private @Nullable ByteBuffer received;
  private @Nullable TlsException failure;
  private boolean started;

  StreamReader(ByteChannel below, GuardedSession guarded, StreamWriter writer) {
    this.below = below;
    this.guarded = guarded;
    this.session = guarded.session;
    this.writer = writer;
  }

  /** Goes on with the handshake until it is done. */
  void handshake() throws IOException {
    reading.lock();
    try {
      if (failure != null) {
        throw failure;
      }
      if (!started) {
        started = true;
        guarded.run(() -> session.start(guarded));
      }
      while (!session.isHandshakeDone()) {
        if (session.needsTask()) {
          session.takeTask().run();
          guarded.run(() -> session.taskDone(guarded));
        } else {
          writer.flush();
          if (receive() == 0) {
            throw new IllegalBlockingModeException();
          }
        }
      }
      writer.flush();
    } catch (TlsException e) {
      failure = e;
      throw e;
    } finally {
      reading.unlock();
    }
  }

  /**
   * One read of the channel below, given to the session; what it said has arrived.
   *
   * @return what the channel's read returned
   */
  private int receive() throws IOException {
    ByteBuffer buffer = received;
    if (buffer == null) {
      buffer = ByteBuffer.allocate(RECEIVE_BYTES);
      received = buffer;
    }
    int count = below.read(buffer.clear());
    if (count < 0) {
      guarded.run(session::endOfInput);
    } else {
      ByteBuffer bytes = buffer.flip();
      guarded.run(() -> session.feed(bytes, guarded));
    }
    return count;
  }

  /** {@link TlsStream#read}, once the handshake is done. */
  int read(ByteBuffer into) throws IOException {
    reading.lock();
    try {
      if (!into.hasRemaining()) {
        return 0;
      }
      int before = into.remaining();
      guarded.arrived.moveTo(into);
      while (into.remaining() == before) {
        if (failure != null) {
          throw failure;
        }
        if (session.isInboundClosed()) {
          return -1;
        }
        if (!receiveInto(into)) {
          return 0;
        }
      }
      return before - into.remaining();
    } finally {
      reading.unlock();
    }
  }

  private boolean receiveInto(ByteBuffer into) throws IOException {
    guarded.arrived.direct(into);
    try {
      return receive() != 0;
    } catch (TlsException e) {
      failure = e;
      return true; // What came before it is read first.
    } finally {
      guarded.arrived.direct(null);
      writer.flushQuietly();
    }
  }

  /** What can be read without asking the channel. */
  int arrivedBytes() {
    if (!reading.tryLock()) {
      return 0; // Another thread is about to take it.
    }
    try {
      return guarded.arrived.size();
    } finally {
      reading.unlock();
    }
  }
}
