package io.jackfield.tls;

import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.Timer;
import io.jackfield.reactor.Transport;
import io.jackfield.socket.SocketObservers;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Between a transport below, whose protocol this is, and a protocol above, which sees a {@link
 * TlsTransport}: drives the session as the package's page says. On the loop's thread, but for the
 * handshake's tasks.
 */
final class TlsFilter implements Protocol, TlsSink {
  /** Who wants to know how the handshake ended. One of the two is called, once. */
  interface Outcome {
    void secured(TlsTransport transport);

    void failed(Throwable why);
  }

  private final TlsSession session;
  private final TlsTransport transport;
  private final Duration handshakeTimeout;
  private final Function<TlsTransport, @Nullable Protocol> builder;
  private final Outcome outcome;

  private @Nullable Transport below;
  private @Nullable Timer deadline;
  private boolean taskRuns;
  private boolean done;

  /** Null where nobody observes, and when it has been told. */
  private @Nullable ObservedHandshake observed;

  /** Why TLS is over; told instead of what the transport below says. */
  private @Nullable LossReason reason;

  /**
   * @param builder makes the protocol above when the handshake is done; null refuses
   */
  TlsFilter(
      TlsSession session,
      Duration handshakeTimeout,
      Function<TlsTransport, @Nullable Protocol> builder,
      Outcome outcome) {
    this.session = session;
    this.handshakeTimeout = handshakeTimeout;
    this.builder = builder;
    this.outcome = outcome;
    this.transport = new TlsTransport(session, this);
  }

  private Transport below() {
    Transport there = below;
    if (there == null) {
      throw new IllegalStateException("not connected");
    }
    return there;
  }

  // ---- from below -------------------------------------------------------------------------------

  @Override
  public void connectionMade(Transport made) {
    below = made;
    if (SocketObservers.watched()) {
      observed = new ObservedHandshake(-1, made.remoteAddress());
    }
    deadline = made.reactor().callLater(handshakeTimeout, this::tookTooLong);
    drive(() -> session.start(this));
  }

  private void tookTooLong() {
    end(new LossReason.TimedOut("TLS handshake", handshakeTimeout));
    below().abort();
  }

  @Override
  public void dataReceived(ByteBuffer data) {
    drive(() -> session.feed(data, this));
  }

  /** The transport's end: after close_notify all is well, and else it is a truncation. */
  @Override
  public boolean endReceived() {
    drive(session::endOfInput);
    return taskRuns || (reason == null && !session.isOutboundClosed());
  }

  @Override
  public void writePaused() {
    if (!transport.isBacklogPaused()) {
      tellPaused();
    }
  }

  @Override
  public void writeResumed() {
    if (!transport.isBacklogPaused()) {
      tellResumed();
    }
  }

  void tellPaused() {
    Protocol above = transport.above();
    if (above != null) {
      above.writePaused();
    }
  }

  void tellResumed() {
    Protocol above = transport.above();
    if (above != null) {
      above.writeResumed();
    }
  }

  /** Our transport's close comes first, or the peer would take the end for a truncation. */
  @Override
  public boolean stopping() {
    Protocol above = transport.above();
    if (above == null) {
      return false;
    }
    if (!above.stopping()) {
      transport.close();
    }
    return true;
  }

  @Override
  public void connectionLost(LossReason why) {
    // What TLS or the protocol above found out says more than what the transport met after it.
    LossReason told = reason == null ? why : reason;
    Protocol above = transport.above();
    transport.lost(told);
    handshakeOver(false);
    try {
      if (done && above != null) {
        above.connectionLost(told);
      } else if (!done) {
        done = true;
        outcome.failed(cause(told));
      }
    } finally {
      transport.lossTold(told);
    }
  }

  private static Throwable cause(LossReason why) {
    return switch (why) {
      case LossReason.Lost lost -> lost.cause();
      case LossReason.TimedOut late ->
          new SocketTimeoutException(
              late.what() + ": timed out after " + late.after().toMillis() + " ms");
      case LossReason.Aborted _, LossReason.Done _ ->
          new TlsException(
              TlsException.Reason.ENDED_IN_HANDSHAKE,
              "the connection ended before the TLS handshake did",
              null,
              null);
    };
  }

  // ---- from the session -------------------------------------------------------------------------

  @Override
  public void cipherToSend(ByteBuffer cipher) {
    below().write(cipher);
  }

  @Override
  public void plainReceived(ByteBuffer plain) {
    transport.deliver(plain);
  }

  @Override
  public void handshakeDone(TlsInfo info) {
    done = true;
    handshakeOver(true);
    Protocol above = builder.apply(transport);
    if (above == null) {
      closeOutbound();
      below().close();
      outcome.failed(new IOException("the factory wants no protocol"));
      return;
    }
    transport.begin(below(), above);
    above.connectionMade(transport);
    outcome.secured(transport);
  }

  private void handshakeOver(boolean well) {
    if (deadline != null) {
      deadline.cancel();
    }
    ObservedHandshake told = observed;
    observed = null;
    if (told != null && well) {
      told.done();
    } else if (told != null) {
      told.failed();
    }
  }

  @Override
  public void peerClosed() {
    transport.inputEnded();
  }

  // ---- from above -------------------------------------------------------------------------------

  void send(ByteBuffer plain) {
    drive(() -> session.send(plain, this));
  }

  void closeOutbound() {
    drive(() -> session.closeOutbound(this));
  }

  /** Reads below unless the protocol above, or a task, has it wait. */
  void updateReading() {
    if (taskRuns || transport.isReadingPaused()) {
      below().pauseReading();
    } else {
      below().resumeReading();
    }
  }

  /** Nobody wants it any more. */
  void giveUp() {
    if (!done) {
      below().abort();
    }
  }

  // ---- driving ----------------------------------------------------------------------------------

  private interface Step {
    void run() throws TlsException;
  }

  private void drive(Step step) {
    try {
      step.run();
    } catch (TlsException e) {
      broken(e);
    }
    if (session.needsTask() && !taskRuns) {
      runTask();
    }
  }

  /** The alert, if there is one, has been written: it is sent before the end. */
  private void broken(TlsException why) {
    end(new LossReason.Lost(why));
    below().close();
  }

  /** It is over, in the middle of something. */
  void tearDown(LossReason why) {
    end(why);
    below().abort();
  }

  private void end(LossReason why) {
    if (reason == null) {
      reason = why;
    }
  }

  private void runTask() {
    taskRuns = true;
    updateReading();
    Runnable task = session.takeTask();
    var _ =
        below()
            .reactor()
            .deferToThread(() -> {
              task.run();
              return true;
            })
            .whenComplete((_, failure) -> guard(() -> taskDone(failure)));
  }

  private void taskDone(@Nullable Throwable failure) {
    taskRuns = false;
    if (failure != null) {
      end(new LossReason.Lost(failure));
      below().abort();
      return;
    }
    drive(() -> session.taskDone(this));
    if (!taskRuns) {
      updateReading();
    }
  }

  /** Runs what is not called from below, where an exception would end the connection. */
  void guard(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      System.getLogger(TlsFilter.class.getName())
          .log(System.Logger.Level.ERROR, "a protocol failed", e);
      end(new LossReason.Lost(e));
      below().abort();
    }
  }
}
