package io.jackfield.tls;

import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketObservers;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.IllegalBlockingModeException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * TLS over a channel that waits, as a channel that waits: {@code new TlsStream(socket,
 * config.newSession("example.org", 443))}.
 *
 * <p><b>Threads.</b> Any. One may read while another writes; several readers, or writers, take
 * turns. No monitor is held around input and output, so virtual threads park. The tasks of the
 * handshake run on the thread that reads, writes or calls {@link #handshake} first.
 *
 * <p><b>Time.</b> The channel's own: a call that reads or writes below as often as it must, and
 * each of those may wait for as long as the channel lets it. After a time-out the call may be
 * repeated. A deadline for a handshake as a whole is set by closing the stream.
 *
 * <p><b>Errors.</b> What the channel throws passes through; TLS's own is a {@link TlsException},
 * after which the stream is to be closed.
 */
public final class TlsStream implements ByteChannel {
  private static final int RECEIVE_BYTES = 16 * 1024;

  /** What is encrypted before it is written: at most two records, so that memory stays bounded. */
  private static final int PIECE_BYTES = 32 * 1024;

  private final ByteChannel below;

  // Locks are taken in this order: handshaking, reading, writing, state.
  private final ReentrantLock handshaking = new ReentrantLock();
  private final ReentrantLock reading = new ReentrantLock();
  private final ReentrantLock writing = new ReentrantLock();

  /** Guards the session and what is gathered for sending; never held while waiting. */
  private final ReentrantLock state = new ReentrantLock();

  private final TlsSession session;
  private final CipherQueue queue;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile @Nullable TlsInfo info;

  // Of the thread that holds reading.
  private final PlainBuffer arrived = new PlainBuffer();
  private @Nullable ByteBuffer received;
  private @Nullable TlsException inputFailure;

  // Of the thread that holds handshaking.
  private boolean started;

  /** Null where nobody observes, and when it has been told. */
  private @Nullable ObservedHandshake observed;

  private final TlsSink sink =
      new TlsSink() {
        @Override
        public void cipherToSend(ByteBuffer cipher) {
          queue.add(cipher);
        }

        @Override
        public void plainReceived(ByteBuffer plain) {
          arrived.add(plain);
        }
      };

  /**
   * Puts a new session over a channel that is connected and, from now on, the stream's to close.
   * Nothing is sent before {@link #handshake}, or the first read or write.
   */
  public TlsStream(ByteChannel below, TlsSession session) {
    this.below = below;
    this.session = session;
    queue = new CipherQueue(session.pool, state);
  }

  @FunctionalInterface
  private interface Call {
    void run() throws TlsException;
  }

  private void withSession(Call call) throws TlsException {
    state.lock();
    try {
      call.run();
    } finally {
      state.unlock();
    }
  }

  /**
   * Does the handshake unless it is done.
   *
   * @return what it agreed on
   * @throws TlsException if it failed; the peer has been sent the alert if it still took it
   * @throws IllegalBlockingModeException if the channel does not wait
   */
  public TlsInfo handshake() throws IOException {
    TlsInfo known = info;
    if (known != null) {
      return known;
    }
    handshaking.lock();
    try {
      if (info == null) {
        shake();
        info = session.info();
        observe(ObservedHandshake::done);
      }
      return session.info();
    } catch (SocketTimeoutException e) {
      throw e; // It may go on.
    } catch (TlsException e) {
      flushQuietly();
      observe(ObservedHandshake::failed);
      throw e;
    } catch (IOException e) {
      observe(ObservedHandshake::failed);
      throw e;
    } finally {
      handshaking.unlock();
    }
  }

  private void observe(Consumer<ObservedHandshake> how) {
    ObservedHandshake told = observed;
    observed = null;
    if (told != null) {
      how.accept(told);
    }
  }

  private @Nullable ObservedHandshake observation() {
    if (!SocketObservers.watched()) {
      return null;
    }
    return below instanceof Socket socket && socket.isOpen()
        ? new ObservedHandshake(socket.descriptor(), socket.remoteAddress())
        : new ObservedHandshake(-1, null);
  }

  private void shake() throws IOException {
    reading.lock();
    try {
      if (inputFailure != null) {
        throw inputFailure;
      }
      if (!started) {
        started = true;
        observed = observation();
        withSession(() -> session.start(sink));
      }
      while (!session.isHandshakeDone()) {
        if (session.needsTask()) {
          session.takeTask().run();
          withSession(() -> session.taskDone(sink));
        } else {
          flush();
          if (receive() == 0) {
            throw new IllegalBlockingModeException();
          }
        }
      }
      flush();
    } catch (TlsException e) {
      inputFailure = e;
      throw e;
    } finally {
      reading.unlock();
    }
  }

  /**
   * One read of the channel below, given to the session; what it said goes to {@link #arrived}.
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
      withSession(session::endOfInput);
    } else {
      ByteBuffer bytes = buffer.flip();
      withSession(() -> session.feed(bytes, sink));
    }
    return count;
  }

  /**
   * Reads what has arrived, at least one byte; handshakes first where that is to be done.
   *
   * @return how many bytes, -1 where the peer has said that there are no more, 0 where the channel
   *     does not wait and has none
   * @throws TlsTruncatedException if the connection ended without the peer's having said so
   */
  @Override
  public int read(ByteBuffer into) throws IOException {
    handshake();
    reading.lock();
    try {
      if (!into.hasRemaining()) {
        return 0;
      }
      int before = into.remaining();
      arrived.moveTo(into);
      while (into.remaining() == before) {
        if (inputFailure != null) {
          throw inputFailure;
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
    arrived.direct(into);
    try {
      return receive() != 0;
    } catch (TlsException e) {
      inputFailure = e;
      return true; // What came before it is read first.
    } finally {
      arrived.direct(null);
      flushQuietly();
    }
  }

  /**
   * Encrypts and sends; handshakes first where that is to be done.
   *
   * @return how many bytes were taken: all, unless the channel does not wait; a last piece of what
   *     was taken may then be sent by the next call, or {@link #flush}
   * @throws ClosedChannelException after {@link #closeOutbound}, or where TLS 1.2 has closed both
   *     ways because the peer has
   */
  @Override
  public int write(ByteBuffer from) throws IOException {
    handshake();
    int before = from.remaining();
    writing.lock();
    try {
      while (queue.drain(below) && from.hasRemaining()) {
        int count = Math.min(from.remaining(), PIECE_BYTES);
        ByteBuffer piece = from.slice(from.position(), count);
        encrypt(piece);
        from.position(from.position() + count);
      }
      return before - from.remaining();
    } finally {
      writing.unlock();
      flushQuietly();
    }
  }

  private void encrypt(ByteBuffer piece) throws IOException {
    state.lock();
    try {
      if (closed.get() || (session.isOutboundClosed() && session.failure() == null)) {
        throw new ClosedChannelException();
      }
      session.send(piece, sink);
    } finally {
      state.unlock();
    }
  }

  /** Sends what is encrypted and not yet sent. */
  public void flush() throws IOException {
    writing.lock();
    try {
      queue.drain(below);
    } finally {
      writing.unlock();
    }
  }

  /**
   * Sends what the session said by itself, if nobody is writing: who is does it at the end. A
   * failure is left to the next write, since a reader has no part in it.
   */
  private void flushQuietly() {
    while (queue.hasMore() && writing.tryLock()) {
      try {
        if (!queue.drain(below)) {
          return;
        }
      } catch (IOException e) {
        return;
      } finally {
        writing.unlock();
      }
    }
  }

  /** Says that this side sends no more ({@code close_notify}); the peer may go on, see RFC 8446. */
  public void closeOutbound() throws IOException {
    handshake();
    withSession(() -> session.closeOutbound(sink));
    flush();
  }

  /**
   * What the handshake agreed on.
   *
   * @throws IllegalStateException before it is done
   */
  public TlsInfo info() {
    TlsInfo known = info;
    if (known == null) {
      throw new IllegalStateException("the handshake is not done");
    }
    return known;
  }

  @Override
  public boolean isOpen() {
    return !closed.get() && below.isOpen();
  }

  /**
   * Sends {@code close_notify}, unless another thread is in the midst of sending, and closes the
   * channel. Where the peer does not read, this waits as long as the channel's time-out; see {@link
   * #abort}.
   */
  @Override
  public void close() throws IOException {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      if (info != null && writing.tryLock()) {
        try {
          withSession(() -> session.closeOutbound(sink));
          queue.drain(below);
        } finally {
          writing.unlock();
        }
      }
    } catch (IOException e) {
      // The peer is gone, and need not be told.
    } finally {
      below.close();
    }
  }

  /** Closes the channel without a word: the peer sees a truncation. */
  public void abort() throws IOException {
    closed.set(true);
    below.close();
  }

  /** Reads by {@link #read}; its close closes the stream. Unbuffered. */
  public InputStream in() {
    return new TlsInput(this);
  }

  /** Writes by {@link #write}; its close closes the stream. Unbuffered. */
  public OutputStream out() {
    return new TlsOutput(this);
  }

  /** What can be read without asking the channel. */
  int arrivedBytes() {
    if (!reading.tryLock()) {
      return 0; // Another thread is about to take it.
    }
    try {
      return arrived.size();
    } finally {
      reading.unlock();
    }
  }
}
