package io.jackfield.reactor;

import static java.util.Objects.requireNonNull;

import io.jackfield.reactor.LossReason.Aborted;
import io.jackfield.reactor.LossReason.Done;
import io.jackfield.reactor.LossReason.Lost;
import io.jackfield.reactor.LossReason.TimedOut;
import io.jackfield.socket.OpenFile;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A command as a connection: what is written is its standard input, what it writes arrives. The
 * protocol is told of the loss when the process has exited and its output is read to the end, so
 * that the reason has its exit code.
 */
final class ProcessTransport implements Transport, ProcessProtocol, Resources.Resource {
  /** What a terminal in its usual mode takes for the end of what was typed: Ctrl-D. */
  private static final byte END_OF_FILE = 4;

  private final Reactor reactor;
  private final ProcessOptions options;
  private Protocol protocol;
  private @Nullable Child child;

  /** Whether {@link #endOutput} or {@link #close} was called. */
  private boolean outputEnded;

  /** Whether {@link #close} was called: nothing more is told of what it writes. */
  private boolean closing;

  private boolean writePaused;
  private long receivedBytes;
  private final CompletableFuture<LossReason> ended = new CompletableFuture<>();

  /** Whether a terminal would take the end of file for the end of a line that was begun. */
  private boolean isInLine;

  /** Set where it is not the exit code that decides. */
  private @Nullable LossReason reason;

  private boolean lossTold;
  private @Nullable Timer lingerTimer;
  private @Nullable Timer closeTimer;

  ProcessTransport(Reactor reactor, Protocol protocol, ProcessOptions options) {
    this.reactor = reactor;
    this.protocol = protocol;
    this.options = options;
  }

  /**
   * Starts it. Among the reactor's resources this comes before the process, and is told first of a
   * stop.
   */
  void begin(List<String> command) throws IOException {
    reactor.resources().add(this);
    try {
      var _ = reactor.processes().spawn(this, command, options);
    } catch (IOException | RuntimeException e) {
      reactor.resources().remove(this);
      throw e;
    }
  }

  private Child child() {
    return requireNonNull(child);
  }

  // ---- what the process does --------------------------------------------------------------------

  @Override
  public void started(ChildProcess made) {
    child = (Child) made;
    run(() -> protocol.connectionMade(this));
  }

  /** A protocol that throws loses its connection. */
  private void run(Runnable callback) {
    try {
      callback.run();
    } catch (Throwable t) {
      failed(t);
    }
  }

  private void failed(Throwable thrown) {
    reactor.failed(thrown, "a protocol");
    tearDown(new Lost(thrown));
  }

  @Override
  public void outputReceived(ByteBuffer data) {
    if (!closing && reason == null) {
      receivedBytes += data.remaining();
      try {
        protocol.dataReceived(data);
      } catch (Throwable t) {
        failed(t);
      }
    }
  }

  @Override
  public void outputEnded() {
    if (!closing && reason == null && child != null) {
      run(() -> {
        if (!protocol.endReceived()) {
          close();
        }
      });
    }
  }

  @Override
  public void inputLost(LossReason why) {
    writeResumed(); // What is written from now on is dropped: nobody need wait with it.
    if (why instanceof Lost lost && !(lost.cause() instanceof IOException)) {
      tearDown(why); // A producer threw.
    } else if (closing) {
      lingerSoon();
    }
  }

  /** It has been told everything: for how long it may go on before what it writes fails. */
  private void lingerSoon() {
    if (lingerTimer == null && !lossTold) {
      lingerTimer = reactor.callLater(options.streams().lingerTimeout(), this::hangUp);
    }
  }

  /** Its exit code says nothing from here on, since this may be what ends it. */
  private void hangUp() {
    if (reason == null) {
      reason = new Done();
    }
    child().closeOutputs();
  }

  private void closeTookTooLong() {
    reason = new TimedOut("close", options.streams().closeTimeout());
    child().abort();
  }

  @Override
  public void writePaused() {
    writePaused = true;
    if (!closing && reason == null) {
      run(protocol::writePaused);
    }
  }

  @Override
  public void writeResumed() {
    if (writePaused) {
      writePaused = false;
      if (!closing && reason == null) {
        run(protocol::writeResumed);
      }
    }
  }

  @Override
  public void ended(ExitStatus status) {
    if (reason == null) {
      reason =
          status.isSuccess()
              ? new Done()
              : new Lost(new ProcessFailedException(child().pid(), status));
    }
    tellLoss(reason);
  }

  private void tellLoss(LossReason why) {
    if (lossTold) {
      return;
    }
    lossTold = true;
    cancel(lingerTimer);
    cancel(closeTimer);
    try {
      protocol.connectionLost(why);
    } catch (Throwable t) {
      reactor.failed(t, "connectionLost");
    }
    ended.complete(why);
    reactor.factories().lost(this);
    reactor.resourceGone(this);
  }

  private static void cancel(@Nullable Timer timer) {
    if (timer != null) {
      timer.cancel();
    }
  }

  /** Also where the reason is known already, and the end of the process is waited for. */
  private void tearDown(LossReason why) {
    if (reason == null) {
      reason = why;
    }
    if (!lossTold) {
      child().abort();
    }
  }

  // ---- the reactor's ----------------------------------------------------------------------------

  /** The process is sent a signal next: from here on its exit code says nothing. */
  @Override
  public void end() {
    stop();
    if (reason == null) {
      reason = new Done();
    }
  }

  /** The loop will not tell its exit any more. */
  @Override
  public void kill() {
    if (reason == null) {
      reason = new Aborted();
    }
    tellLoss(reason);
  }

  // ---- what the protocol asks -------------------------------------------------------------------

  private boolean isOpenFor(ByteBuffer data) {
    return isOpen() && data.hasRemaining();
  }

  private boolean isOpen() {
    reactor.loop().requireOwner();
    if (closing || reason != null) {
      return false;
    }
    if (outputEnded) {
      throw new IllegalStateException("written after endOutput()");
    }
    return true;
  }

  @Override
  public void write(ByteBuffer data) {
    if (isOpenFor(data)) {
      byte last = data.get(data.limit() - 1);
      child().write(data);
      isInLine = last != '\n';
    }
  }

  @Override
  public void writeLent(ByteBuffer view) {
    if (isOpenFor(view)) {
      byte last = view.get(view.limit() - 1);
      child().input().writeLent(view);
      isInLine = last != '\n';
    }
  }

  @Override
  public CompletableFuture<Long> sendFile(OpenFile file, long offset, long length) {
    if (!isOpen()) {
      return FileRange.dropped();
    }
    CompletableFuture<Long> done = child().input().sendFile(file, offset, length);
    isInLine |= length > 0; // How it ends is not looked at.
    return done;
  }

  @Override
  public long bufferedBytes() {
    return child().bufferedBytes();
  }

  @Override
  public long sentBytes() {
    return child().input().sentBytes();
  }

  @Override
  public long receivedBytes() {
    return receivedBytes;
  }

  @Override
  public void stop() {
    reactor.loop().requireOwner();
    if (!closing && reason == null) {
      run(protocol::stopping);
      close();
    }
  }

  @Override
  public CompletableFuture<LossReason> ended() {
    return ended.copy();
  }

  @Override
  public long writeLimitBytes() {
    return options.streams().writeLimitBytes();
  }

  @Override
  public StreamOptions options() {
    return options.streams();
  }

  @Override
  public boolean isWritePaused() {
    return writePaused;
  }

  @Override
  public void producer(@Nullable Producer producer) {
    child().input().producer(producer);
  }

  @Override
  public void endOutput() {
    reactor.loop().requireOwner();
    if (!outputEnded && reason == null) {
      outputEnded = true;
      if (options.terminal() && isInLine) {
        // The first one only ends the line that was begun. Source: termios(3), VEOF.
        child().write(ByteBuffer.wrap(new byte[] {END_OF_FILE}));
      }
      child().endInput();
    }
  }

  /** It is let go on to its end: what it has still to do with its input is not cut off. */
  @Override
  public void close() {
    reactor.loop().requireOwner();
    if (closing || reason != null) {
      return;
    }
    endOutput();
    closing = true;
    child().resumeReading(); // Into nothing, so that it is not held up.
    closeTimer = reactor.callLater(options.streams().closeTimeout(), this::closeTookTooLong);
    if (options.terminal()) {
      lingerSoon(); // A terminal's input is not closed alone, which would tell.
    }
  }

  @Override
  public void abort() {
    reactor.loop().requireOwner();
    tearDown(new Aborted());
  }

  @Override
  public void pauseReading() {
    reactor.loop().requireOwner();
    if (!closing && reason == null) {
      child().pauseReading();
    }
  }

  @Override
  public void resumeReading() {
    reactor.loop().requireOwner();
    child().resumeReading();
  }

  @Override
  public void protocol(Protocol next) {
    reactor.loop().requireOwner();
    protocol = next;
  }

  @Override
  public @Nullable SocketAddress localAddress() {
    return null;
  }

  @Override
  public @Nullable SocketAddress remoteAddress() {
    return null;
  }

  @Override
  public Reactor reactor() {
    return reactor;
  }

  @Override
  public String toString() {
    return "stream of " + child + (reason == null ? "" : " " + reason);
  }
}
