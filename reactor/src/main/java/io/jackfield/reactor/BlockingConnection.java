package io.jackfield.reactor;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The loop's side of a {@link BlockingStream}: what the transport tells becomes what its calls
 * return. All of it is the loop's, except where a method says otherwise.
 */
final class BlockingConnection implements Protocol {
  private final BlockingOptions options;

  /** Is given the stream when it is there: to run its handler, or to hand it to who connects. */
  private final Consumer<BlockingConnection> beginning;

  private final ReadingCall reading = new ReadingCall(this);
  private final WritingCall writing = new WritingCall(this);
  private final CallLimits limits;
  private final BlockingStream stream = new BlockingStream(this);

  /** Written once, before the stream is anybody's. */
  private @Nullable Transport transport;

  /** The transport's, at hand. */
  private @Nullable EventLoop loop;

  /** Why nothing is read or written any more: by our own will. What had arrived is forgotten. */
  private @Nullable IOException closed;

  /** Why nothing more will arrive: what has arrived can still be read. */
  private @Nullable IOException broken;

  /** Of what the connection has thrown to a caller, the last. Any thread's. */
  private volatile @Nullable IOException raised;

  private volatile boolean open = true;

  /** Whose conversation it is; null where nobody's in particular. */
  private @Nullable Thread handler;

  // Owned by BlockingConnections.
  @Nullable BlockingConnection previous;
  @Nullable BlockingConnection next;

  BlockingConnection(BlockingOptions options, Consumer<BlockingConnection> beginning) {
    this.options = options;
    this.beginning = beginning;
    limits = new CallLimits(this, options);
  }

  @SuppressWarnings("NullAway") // Nobody has this before connectionMade.
  Transport transport() {
    return transport;
  }

  @SuppressWarnings("NullAway") // As the transport.
  EventLoop loop() {
    return loop;
  }

  BlockingOptions options() {
    return options;
  }

  BlockingStream stream() {
    return stream;
  }

  ReadingCall reading() {
    return reading;
  }

  WritingCall writing() {
    return writing;
  }

  CallLimits limits() {
    return limits;
  }

  @Nullable IOException closed() {
    return closed;
  }

  @Nullable IOException broken() {
    return broken;
  }

  @Nullable Thread handler() {
    return handler;
  }

  void handler(Thread thread) {
    handler = thread;
  }

  // ---- what the transport tells -----------------------------------------------------------------

  @Override
  public void connectionMade(Transport made) {
    transport = made;
    loop = made.reactor().loop();
    limits.deadline(options.deadline());
    beginning.accept(this);
  }

  @Override
  public void dataReceived(ByteBuffer data) {
    reading.arrived(data);
  }

  @Override
  public boolean endReceived() {
    reading.end();
    return true;
  }

  @Override
  public void writeResumed() {
    writing.again();
  }

  /** The transport is closed next. */
  @Override
  public boolean stopping() {
    end(new ReactorStoppingException());
    return false;
  }

  @Override
  public void connectionLost(LossReason reason) {
    if (broken == null) {
      broken =
          switch (reason) {
            case LossReason.Lost(IOException cause) -> cause;
            case LossReason.Lost(Throwable cause) -> new IOException(cause);
            case LossReason.TimedOut timedOut ->
                new SocketTimeoutException(
                    timedOut.what() + ": not within " + timedOut.after().toMillis() + " ms");
            case LossReason.Done _, LossReason.Aborted _ -> new ClosedChannelException();
          };
    }
    open = false;
    limits.release();
    reading.again();
    writing.again();
    if (handler == null) {
      transport().reactor().blocking().remove(this);
    }
  }

  // ---- what the stream asks ---------------------------------------------------------------------

  /** Sends what was written, and closes. */
  void close() {
    boolean first = closed == null;
    end(new AsynchronousCloseException()); // For calls that wait.
    closed = first ? new ClosedChannelException() : closed;
    transport().close();
  }

  void endInput() {
    reading.endHere();
  }

  void endOutput() {
    writing.end();
    transport().endOutput();
  }

  void abort() {
    tearDown(new ClosedChannelException());
  }

  /** Ends it at once; calls that wait fail with {@code why}. */
  void tearDown(IOException why) {
    end(why);
    transport().abort();
  }

  private void end(IOException why) {
    if (closed == null) {
      closed = why;
      open = false;
      reading.release();
      reading.again();
      writing.again();
    }
  }

  // ---- for any thread ---------------------------------------------------------------------------

  boolean isOpen() {
    return open;
  }

  /** Runs {@code action} in the loop: now if that is what runs, else soon. */
  void inLoop(Runnable action) {
    EventLoop loop = loop();
    if (loop.isOwner()) {
      action.run();
    } else {
      loop.execute(action);
    }
  }

  void interrupted() {
    inLoop(() -> tearDown(new ClosedByInterruptException()));
  }

  IOException raised(IOException why) {
    raised = why;
    return why;
  }

  /** Whether it is the connection itself that brought this about. */
  boolean hasRaised(Throwable thrown) {
    IOException ours = raised;
    for (Throwable one = thrown; one != null && ours != null; one = one.getCause()) {
      if (one.equals(ours)) {
        return true;
      }
    }
    return false;
  }
}
