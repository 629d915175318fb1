package io.jackfield.tls;

import io.jackfield.tls.BufferPool.Lease;
import io.jackfield.tls.RecordInput.Malformed;
import io.jackfield.tls.TlsException.Reason;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One side of a TLS connection without input and output of its own: {@link #feed} takes what the
 * peer has sent, {@link #send} what the peer shall get, and a {@link TlsSink} takes what comes of
 * it. The same bytes give the same events however they are split. The package's page shows how a
 * transport drives it.
 *
 * <p><b>Threads.</b> One at a time, whichever it is; only the {@link #takeTask task} may run beside
 * the other calls. There is no clock: a deadline for the handshake is the caller's.
 *
 * <p><b>Failures.</b> A call that finds TLS broken first gives the sink the alert for the peer,
 * then throws a {@link TlsException}. From then on {@link #feed} drops what it gets, and {@link
 * #send} throws that exception again. An exception that a sink throws passes through; the session
 * must not be used after it.
 *
 * <p><b>Memory.</b> Buffers are borrowed for the length of a call. Between calls a session holds
 * what has arrived of a record that is not whole yet, at most 16,709 bytes, and what has arrived
 * while a task was due, at most 131,072. The JDK's engine gathers a handshake message of at most
 * 32,768 bytes ({@code jdk.tls.maxHandshakeMessageSize}).
 *
 * <p>Sources: RFC 8446, RFC 5246; {@link SSLEngine}.
 */
public final class TlsSession {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private enum Task {
    NONE,
    DUE,
    TAKEN
  }

  private final SSLEngine engine;
  private final LoggedEngine calls;
  final BufferPool pool;
  private final RecordInput input;
  private final RecordOutput output;
  private final RecordRules rules;

  private Task task = Task.NONE;
  private boolean started;
  private boolean feeding;
  private boolean finished;
  private boolean inboundClosed;
  private boolean outboundClosed;
  private boolean closeWanted;
  private boolean endSeen;
  private @Nullable TlsInfo info;
  private @Nullable TlsException failure;

  TlsSession(LoggedEngine calls, BufferPool pool, int handshakeLimitBytes) {
    this.calls = calls;
    engine = calls.engine;
    this.pool = pool;
    rules = new RecordRules(handshakeLimitBytes);
    input = new RecordInput(pool);
    output = new RecordOutput(calls, pool);
  }

  /**
   * Begins the handshake: a client's first message goes to the sink. Called once, before all else.
   *
   * @throws TlsException if this side's configuration allows no handshake at all
   */
  public void start(TlsSink sink) throws TlsException {
    if (started) {
      throw new IllegalStateException("started already");
    }
    started = true;
    try {
      engine.beginHandshake();
    } catch (SSLException e) {
      throw fail(Failures.of(e), sink);
    }
    advance(NOTHING, sink);
  }

  /**
   * Takes what the peer has sent, all of it, in pieces of any size. A writable buffer is decrypted
   * in place, so its content is destroyed; of a read-only one each record is copied first. After
   * the peer's {@code close_notify}, and after a failure, what comes is dropped.
   *
   * @throws TlsException if TLS is broken; the alert for the peer has gone to the sink
   * @throws IllegalStateException if the caller goes on although {@link #needsTask} is true, and
   *     more than 131,072 bytes have gathered
   */
  public void feed(ByteBuffer received, TlsSink sink) throws TlsException {
    requireStarted();
    if (feeding) {
      throw new IllegalStateException("fed from within a feed");
    }
    if (task == Task.NONE) {
      advance(received, sink);
    } else {
      input.hold(received);
    }
  }

  /**
   * Encrypts all of {@code plain}, in records of at most 16,384 bytes, and gives them to the sink a
   * few at a time. Where what the sink can take is limited, send in pieces.
   *
   * @throws IllegalStateException before the handshake is done, and after the outbound side closed
   * @throws TlsException if TLS has failed
   */
  public void send(ByteBuffer plain, TlsSink sink) throws TlsException {
    if (failure != null) {
      throw failure;
    }
    if (info == null) {
      throw new IllegalStateException("the handshake is not done");
    }
    if (outboundClosed) {
      throw new IllegalStateException("the outbound side is closed");
    }
    try {
      while (plain.hasRemaining()) {
        if (!output.wrap(plain, sink) && output.isClosed()) {
          throw new IllegalStateException("the outbound side is closed");
        }
      }
      output.flush(sink);
    } catch (SSLException e) {
      throw fail(Failures.of(e), sink);
    }
  }

  /**
   * Says that this side will send no more: {@code close_notify} goes to the sink. What the peer
   * sends is still taken. During a handshake this gives it up. A second call does nothing.
   */
  public void closeOutbound(TlsSink sink) throws TlsException {
    if (task == Task.TAKEN) {
      closeWanted = true; // The task holds the engine; see done.
      return;
    }
    if (outboundClosed || failure != null) {
      return;
    }
    engine.closeOutbound();
    try {
      produce(sink);
    } catch (SSLException e) {
      throw fail(Failures.of(e), sink);
    } finally {
      outboundClosed = true;
    }
    if (info == null && failure == null) {
      failure = Failures.own(Reason.ENDED_IN_HANDSHAKE, ": given up by this side");
      input.drop();
    }
  }

  /**
   * The transport has no more bytes. Returns where the peer has said so before by {@code
   * close_notify}; while a task is due, {@link #taskDone} gives the answer.
   *
   * @throws TlsTruncatedException if the peer has not said so: the end may be an attacker's
   * @throws TlsException if the handshake was not done
   */
  public void endOfInput() throws TlsException {
    endSeen = true;
    if (task != Task.NONE || inboundClosed || failure != null) {
      return;
    }
    inboundClosed = true;
    input.drop();
    if (info != null) {
      throw new TlsTruncatedException();
    }
    outboundClosed = true;
    failure = Failures.own(Reason.ENDED_IN_HANDSHAKE, "");
    throw failure;
  }

  /**
   * Whether nothing goes on before a task has run. The caller stops reading from the transport
   * until it has called {@link #taskDone}.
   */
  public boolean needsTask() {
    return task != Task.NONE;
  }

  /**
   * Hands out the task: signatures, key exchange, certificate checks, which take milliseconds or,
   * where a check asks the network, seconds. It runs on any thread, does not throw, and afterwards
   * {@link #taskDone} is called on the session's own thread.
   *
   * @throws IllegalStateException if none is due, or it has been taken
   */
  public Runnable takeTask() {
    if (task != Task.DUE) {
      throw new IllegalStateException(task == Task.NONE ? "no task is due" : "taken already");
    }
    task = Task.TAKEN;
    return calls::runTasks;
  }

  /**
   * Goes on after the task has run.
   *
   * @throws TlsException if the task, or what has arrived meanwhile, has broken TLS; as {@link
   *     #endOfInput} where the input ended meanwhile
   */
  public void taskDone(TlsSink sink) throws TlsException {
    if (task != Task.TAKEN) {
      throw new IllegalStateException("no task was taken");
    }
    task = Task.NONE;
    if (closeWanted) {
      closeWanted = false;
      closeOutbound(sink);
    }
    advance(NOTHING, sink);
    if (endSeen) {
      endOfInput();
    }
  }

  /** Whether the handshake is done. */
  public boolean isHandshakeDone() {
    return info != null;
  }

  /** Whether the peer will send no more, by its {@code close_notify} or the transport's end. */
  public boolean isInboundClosed() {
    return inboundClosed || failure != null;
  }

  /** Whether this side can send no more. */
  public boolean isOutboundClosed() {
    return outboundClosed || failure != null;
  }

  /** Why TLS is over with this peer, null while it is not. */
  public @Nullable TlsException failure() {
    return failure;
  }

  /**
   * What the handshake agreed on.
   *
   * @throws IllegalStateException before it is done
   */
  public TlsInfo info() {
    if (info == null) {
      throw new IllegalStateException("the handshake is not done");
    }
    return info;
  }

  /** How many bytes are held for a record that is not whole yet, or until a task has run. */
  public int heldBytes() {
    return input.heldBytes();
  }

  private void advance(ByteBuffer received, TlsSink sink) throws TlsException {
    feeding = true;
    try {
      step(received, sink);
    } catch (SSLException e) {
      throw e instanceof TlsException ours ? ours : fail(Failures.of(e), sink);
    } finally {
      feeding = false;
      input.trim();
      if (failure != null) {
        received.position(received.limit());
      }
    }
  }

  /** Goes on until more bytes or a task are needed, or the peer will send no more. */
  private void step(ByteBuffer received, TlsSink sink) throws SSLException {
    while (!isInboundClosed()) {
      HandshakeStatus status = engine.getHandshakeStatus();
      if (status == HandshakeStatus.NEED_TASK) {
        if (!input.hasRoomFor(received)) {
          throw fail(
              Failures.own(Reason.TOO_LARGE, ": more than a handshake's worth at once"), sink);
        }
        task = Task.DUE;
        input.hold(received);
        return;
      }
      if (status == HandshakeStatus.NEED_WRAP) {
        if (!produce(sink)) {
          break;
        }
        continue;
      }
      ByteBuffer record = input.next(received);
      if (record == null) {
        Malformed malformed = input.malformed();
        if (malformed != null) {
          throw fail(RecordRules.malformed(calls, malformed, info != null), sink);
        }
        return;
      }
      TlsException broken = rules.broken(record, info);
      if (broken != null) {
        throw fail(broken, sink);
      }
      unwrap(record, sink);
    }
    received.position(received.limit());
    input.drop();
  }

  private void unwrap(ByteBuffer record, TlsSink sink) throws SSLException {
    Lease plain = pool.record();
    try {
      SSLEngineResult result = decrypt(record, plain, sink);
      if (result.getStatus() == Status.BUFFER_UNDERFLOW || record.hasRemaining()) {
        throw new SSLException("the engine left " + record.remaining() + " bytes of a record");
      }
      finished |= result.getHandshakeStatus() == HandshakeStatus.FINISHED;
      finish(sink);
      if (result.bytesProduced() > 0) {
        sink.plainReceived(plain.written());
      }
      if (result.getStatus() == Status.CLOSED) {
        produce(sink); // TLS 1.2 answers a close_notify with its own.
        outboundClosed |= engine.isOutboundDone();
        inboundClosed = true;
        sink.peerClosed();
      }
    } finally {
      plain.release();
    }
  }

  private SSLEngineResult decrypt(ByteBuffer record, Lease plain, TlsSink sink)
      throws SSLException {
    int alert = info == null ? RecordInput.alertInTheClear(record) : -1;
    try {
      return calls.unwrap(record, plain.bytes);
    } catch (SSLException e) {
      // A client of TLS 1.3 that dislikes our certificate may have no keys yet to seal its alert
      // with, which the JDK takes for a damaged record. It is not authentic, but neither is more.
      TlsException why = Failures.of(e);
      throw alert >= 0 && why.reason() != Reason.PEER_ALERT
          ? fail(Failures.ofAlert(alert, e), sink)
          : e;
    }
  }

  /** Ends everything; what the engine has to say to the peer goes to the sink. */
  private TlsException fail(TlsException why, TlsSink sink) {
    failure = why;
    input.drop();
    engine.closeOutbound(); // Does nothing where the engine has failed itself.
    output.produceLast(sink, why);
    return why;
  }

  /** Hands out what the engine has to send by itself; returns whether there was anything. */
  private boolean produce(TlsSink sink) throws SSLException {
    boolean any = output.produce(sink);
    outboundClosed |= output.isClosed();
    finish(sink);
    return any;
  }

  private void finish(TlsSink sink) {
    if (info == null && (finished || output.isFinished())) {
      TlsInfo agreed = TlsInfo.of(engine);
      info = agreed;
      sink.handshakeDone(agreed);
    }
  }

  private void requireStarted() {
    if (!started) {
      throw new IllegalStateException("not started");
    }
  }
}
