package io.jackfield.tls;

import io.jackfield.tls.BufferPool.Lease;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The sending side of a session: has the engine write records into a borrowed buffer and hands them
 * on a few at a time, so that a flight of a handshake is one call of the sink.
 *
 * <p>Not for several threads at once.
 */
final class RecordOutput {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final LoggedEngine calls;
  private final BufferPool pool;
  private @Nullable Lease output;
  private boolean flushing;
  private boolean finished;
  private boolean closed;

  RecordOutput(LoggedEngine calls, BufferPool pool) {
    this.calls = calls;
    this.pool = pool;
  }

  /** Whether the engine has told, to this side, that the handshake is done. */
  boolean isFinished() {
    return finished;
  }

  /** Whether the engine will write no more. */
  boolean isClosed() {
    return closed;
  }

  /** Hands out what the engine has to send by itself; returns whether there was anything. */
  boolean produce(TlsSink sink) throws SSLException {
    boolean any = false;
    while (wantsToWrite() && wrap(NOTHING, sink)) {
      any = true;
    }
    flush(sink);
    return any;
  }

  /** As {@link #produce} of an engine that has failed: its alert, if it has one. */
  void produceLast(TlsSink sink, TlsException why) {
    boolean more = true;
    while (more && wantsToWrite()) {
      try {
        more = wrap(NOTHING, sink);
      } catch (SSLException e) {
        why.addSuppressed(e); // The engine tells of a task's failure once more.
      }
    }
    flush(sink);
  }

  private boolean wantsToWrite() {
    return calls.engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP;
  }

  /** One step of the engine; returns whether it got anywhere. */
  boolean wrap(ByteBuffer plain, TlsSink sink) throws SSLException {
    if (flushing) {
      throw new IllegalStateException("called from within cipherToSend");
    }
    if (output == null) {
      output = pool.output();
    }
    SSLEngineResult result = calls.wrap(plain, output.bytes);
    if (result.getStatus() == Status.BUFFER_OVERFLOW) {
      if (output.bytes.position() > 0) {
        flush(sink);
      } else {
        output = Lease.ofSize(calls.engine.getSession().getPacketBufferSize());
      }
      return true;
    }
    boolean done = result.getHandshakeStatus() == HandshakeStatus.FINISHED;
    finished |= done;
    closed |= result.getStatus() == Status.CLOSED;
    return done || result.bytesProduced() > 0;
  }

  /** Gives the sink what is there, and the buffer back. */
  void flush(TlsSink sink) {
    Lease full = output;
    if (full == null) {
      return;
    }
    if (full.bytes.position() > 0) {
      flushing = true;
      try {
        sink.cipherToSend(full.written());
      } finally {
        flushing = false;
      }
    }
    output = null;
    full.release();
  }
}
