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
  private final ByteChannel below;
  private final GuardedSession guarded;
  private final TlsSession session;
  private final StreamReader reader;
  private final StreamWriter writer;

  /**
   * Taken before the reader's lock, which is taken before the writer's, and that before the
   * state's.
   */
  private final ReentrantLock handshaking = new ReentrantLock();

  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile @Nullable TlsInfo info;

  // Of the thread that holds handshaking.
  private boolean started;

  /** Null where nobody observes, and when it has been told. */
  private @Nullable ObservedHandshake observed;

  /**
   * Puts a new session over a channel that is connected and, from now on, the stream's to close.
   * Nothing is sent before {@link #handshake}, or the first read or write.
   */
  public TlsStream(ByteChannel below, TlsSession session) {
    this.below = below;
    this.session = session;
    guarded = new GuardedSession(session);
    writer = new StreamWriter(below, guarded, closed);
    reader = new StreamReader(below, guarded, writer);
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
        if (!started) {
          started = true;
          observed = observation();
        }
        reader.handshake();
        info = session.info();
        observe(ObservedHandshake::done);
      }
      return session.info();
    } catch (SocketTimeoutException e) {
      throw e; // It may go on.
    } catch (TlsException e) {
      writer.flushQuietly();
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
    return reader.read(into);
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
    return writer.write(from);
  }

  /** Sends what is encrypted and not yet sent. */
  public void flush() throws IOException {
    writer.flush();
  }

  /** Says that this side sends no more ({@code close_notify}); the peer may go on, see RFC 8446. */
  public void closeOutbound() throws IOException {
    handshake();
    guarded.run(() -> session.closeOutbound(guarded));
    writer.flush();
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
      if (info != null) {
        writer.tryToEnd();
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
    return reader.arrivedBytes();
  }
}
