package io.jackfield.reactor;

import io.jackfield.reactor.LossReason.Aborted;
import io.jackfield.reactor.LossReason.Done;
import io.jackfield.reactor.LossReason.Lost;
import io.jackfield.reactor.LossReason.TimedOut;
import io.jackfield.reactor.driver.Chunk;
import io.jackfield.reactor.driver.Completions;
import io.jackfield.reactor.driver.Driver;
import io.jackfield.reactor.driver.Handle;
import io.jackfield.reactor.driver.Outgoing;
import io.jackfield.socket.CallFailure;
import io.jackfield.socket.Errno;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A stream: what a driver completes becomes what a protocol is told, and back.
 *
 * <p>Two halves, each {@link Half#OPEN}, then {@link Half#ENDING}, then {@link Half#ENDED}; the
 * incoming one is never ENDING. When both are ended, or {@link #lose} was called, {@link #reason}
 * is set and the handle closed; the protocol is told once the callback that goes on is over.
 * Sending too waits for that, so that many writes of one callback become one send.
 *
 * <p>Fields are few: an idle connection is one of these, its handle and its protocol. What is not
 * one socket overrides the few methods under "what carries it".
 */
class StreamTransport implements Transport, Completions, EventLoop.Unsettled {
  enum Half {
    OPEN,
    ENDING,
    ENDED
  }

  final StreamHost host;
  final Handle handle;
  Protocol protocol;

  Half incoming = Half.OPEN;
  private Half outgoing = Half.OPEN;

  /** Whether {@link #close} was called: nothing more is told of what arrives. */
  boolean closing;

  boolean readingPaused;
  private boolean writePaused;

  /** Whether the driver is sending, and the first bytes of {@link #waiting} are its own. */
  boolean sending;

  /** Whether it waits in the loop's list to be settled. */
  private boolean isUnsettled;

  /** Set just once, when the connection is no more. */
  @Nullable LossReason reason;

  private boolean lossTold;

  /** Made when something is written; null again when all of it is sent. */
  @Nullable Outgoing waiting;

  private @Nullable StreamExtras extras;

  // Owned by StreamList.
  @Nullable StreamTransport previous;
  @Nullable StreamTransport next;

  StreamTransport(StreamHost host, Handle handle, Protocol protocol) {
    this.host = host;
    this.handle = handle;
    this.protocol = protocol;
  }

  /** The kind of stream that its options ask for. */
  static StreamTransport of(StreamHost host, Handle handle, Protocol protocol) {
    return host.options().controlBytes() > 0
        ? new UnixStreamTransport(host, handle, protocol)
        : new StreamTransport(host, handle, protocol);
  }

  final EventLoop loop() {
    return host.reactor().loop();
  }

  final Driver driver() {
    return loop().driver();
  }

  // ---- what carries it --------------------------------------------------------------------------

  void attach() {
    handle.attach(this);
  }

  void receive(boolean on) {
    driver().receive(handle, on);
  }

  int send(Outgoing bytes) {
    return driver().send(handle, bytes);
  }

  /** All of our half is sent. */
  void endSending() {
    // The kernel may refuse it where the peer has gone meanwhile: receiving will tell.
    var _ = driver().shutdownSending(handle);
  }

  /** It is over; in order, or else torn down. */
  void release(boolean inOrder) {
    if (inOrder && incoming != Half.ENDED) {
      host.linger(handle);
    } else {
      // A reset where it did not end in order: an end would pass for a whole message.
      driver().close(handle, !inOrder);
    }
  }

  /** Of {@link #waiting} nothing is left: puts there what follows; false if that is nothing. */
  boolean nextPart() {
    return false;
  }

  /** Begins with one half ended: what can be read alone, or written alone. */
  final void only(boolean input) {
    incoming = input ? Half.OPEN : Half.ENDED;
    outgoing = input ? Half.ENDED : Half.OPEN;
  }

  // ---- the life ---------------------------------------------------------------------------------

  /** Tells the protocol of the connection and begins to receive; inside a completion. */
  final void begin() {
    beginLater();
    loop().settle();
  }

  /** The same inside a callback, where nothing else must be told. */
  final void beginLater() {
    attach();
    loop().counters().opened();
    host.opened(this);
    try {
      protocol.connectionMade(this);
    } catch (Throwable t) {
      lose(new Lost(t), true);
    }
    if (reason == null && !closing && incoming == Half.OPEN) {
      receive(!readingPaused);
    }
    settleSoon();
  }

  // ---- what the driver tells --------------------------------------------------------------------

  @Override
  public void received(Chunk chunk, int from, int to) {
    loop().counters().received(to - from);
    if (readingPaused && !closing && reason == null) {
      extras().hold(chunk, from, to);
    } else {
      deliver(chunk, from, to);
    }
    loop().settle();
  }

  final void deliver(Chunk chunk, int from, int to) {
    if (closing || reason != null) {
      return;
    }
    loop().lent(chunk);
    try {
      protocol.dataReceived(chunk.view(from, to));
    } catch (Throwable t) {
      lose(new Lost(t), true);
    } finally {
      loop().lent(null);
    }
  }

  @Override
  public void receiveEnded(int result) {
    if (result < 0) {
      lose(new Lost(failure("recv", result)), false);
    } else if (extras != null && extras.holds()) {
      extras.endHeld();
    } else {
      endOfInput();
    }
    loop().settle();
  }

  private void endOfInput() {
    if (reason != null) {
      return;
    }
    incoming = Half.ENDED;
    if (!closing) {
      try {
        if (!protocol.endReceived()) {
          close();
        }
      } catch (Throwable t) {
        lose(new Lost(t), true);
      }
    }
    settleSoon();
  }

  @Override
  public void sent(int result) {
    sending = false;
    if (result < 0) {
      lose(new Lost(failure("send", result)), false);
    } else if (reason == null) {
      took(result);
    }
    settleSoon();
    loop().settle();
  }

  @Override
  public void closed() {
    Outgoing rest = waiting;
    if (rest != null) {
      rest.clear();
      waiting = null;
    }
  }

  final Throwable failure(String call, int result) {
    return new CallFailure(call, new Errno(-result), null, remoteAddress()).exception();
  }

  // ---- what waits for the end of a callback -----------------------------------------------------

  final void settleSoon() {
    if (!isUnsettled) {
      isUnsettled = true;
      loop().unsettled(this);
    }
  }

  @Override
  public void settle() {
    isUnsettled = false;
    flush();
    endWhatIsDone();
    if (reason == null) {
      tellMarks();
    }
    if (reason != null && !lossTold) {
      tellLoss(reason);
    }
  }

  private void flush() {
    do {
      Outgoing rest = waiting;
      while (reason == null && !sending && rest != null && !rest.isEmpty()) {
        int sent = send(rest);
        if (sent == Driver.PENDING) {
          sending = true;
        } else if (sent < 0) {
          lose(new Lost(failure("send", sent)), false);
        } else {
          took(sent);
        }
      }
    } while (reason == null && !sending && nextPart());
  }

  private void took(int bytes) {
    Outgoing from = waiting;
    if (from != null) {
      loop().counters().sent(bytes);
      from.advance(bytes);
    }
  }

  private void endWhatIsDone() {
    if (reason != null || sending || bufferedBytes() > 0) {
      return;
    }
    waiting = null;
    if (outgoing == Half.ENDING) {
      outgoing = Half.ENDED;
      endSending();
    }
    if (outgoing == Half.ENDED && (closing || incoming == Half.ENDED)) {
      reason = new Done();
    }
  }

  private void tellMarks() {
    long waitingBytes = bufferedBytes();
    StreamOptions options = host.options();
    try {
      if (!writePaused && waitingBytes > options.highMarkBytes()) {
        writePaused = true;
        protocol.writePaused();
      } else if (writePaused && waitingBytes <= options.lowMarkBytes()) {
        writePaused = false;
        protocol.writeResumed();
      }
    } catch (Throwable t) {
      lose(new Lost(t), true);
    }
    if (extras != null && outgoing == Half.OPEN && waitingBytes <= options.lowMarkBytes()) {
      extras.roomLeft(Math.max(1, options.highMarkBytes() - waitingBytes));
    }
  }

  private void tellLoss(LossReason why) {
    lossTold = true;
    if (extras != null) {
      extras.release();
    }
    release(why instanceof Done);
    loop().counters().closed();
    host.lost(this);
    Protocol last = protocol;
    try {
      last.connectionLost(why);
    } catch (Throwable t) {
      host.failed(t, "connectionLost");
    }
  }

  /** Ends the connection; {@code ours} if a callback is to blame, which is then logged. */
  final void lose(LossReason why, boolean ours) {
    if (ours && why instanceof Lost lost) {
      host.failed(lost.cause(), "a protocol");
    }
    if (reason == null) {
      reason = why;
      settleSoon();
    }
  }

  // ---- what the protocol asks -------------------------------------------------------------------

  @Override
  public void write(ByteBuffer data) {
    loop().requireOwner();
    if (isOpenFor(data.remaining())) {
      last().append(data);
      settleSoon();
    }
  }

  @Override
  public void writeLent(ByteBuffer view) {
    loop().requireOwner();
    Chunk lent = loop().lent();
    int from = lent == null ? -1 : lent.offsetOf(view);
    if (lent == null || from < 0) {
      throw new IllegalArgumentException(
          "writeLent takes what dataReceived is being given and nothing else; write(…) copies");
    }
    if (isOpenFor(view.remaining())) {
      last().appendLent(lent, from, from + view.remaining());
      view.position(view.limit());
      settleSoon();
    }
  }

  final boolean isOpenFor(int more) {
    if (reason != null || closing || more == 0) {
      return false;
    }
    if (outgoing != Half.OPEN) {
      throw new IllegalStateException("written after endOutput()");
    }
    long limit = host.options().writeLimitBytes();
    if (bufferedBytes() + more > limit) {
      throw new WriteLimitException(bufferedBytes(), more, limit);
    }
    return true;
  }

  /** Where what is written goes. */
  Outgoing last() {
    Outgoing there = waiting;
    if (there == null) {
      there = new Outgoing(driver().sendChunks());
      waiting = there;
    }
    return there;
  }

  @Override
  public long bufferedBytes() {
    return waiting == null ? 0 : waiting.bytes();
  }

  @Override
  public long writeLimitBytes() {
    return host.options().writeLimitBytes();
  }

  @Override
  public boolean isWritePaused() {
    return writePaused;
  }

  @Override
  public void producer(@Nullable Producer producer) {
    loop().requireOwner();
    if (reason == null && !closing) {
      extras().producer(producer);
      settleSoon();
    }
  }

  private StreamExtras extras() {
    StreamExtras there = extras;
    if (there == null) {
      there = new StreamExtras(this);
      extras = there;
    }
    return there;
  }

  @Override
  public void endOutput() {
    loop().requireOwner();
    if (outgoing == Half.OPEN && reason == null) {
      outgoing = Half.ENDING;
      settleSoon();
    }
  }

  /** The reactor stops. */
  void stop() {
    if (!closing && reason == null) {
      try {
        protocol.stopping();
      } catch (Throwable t) {
        lose(new Lost(t), true);
      }
      close();
    }
  }

  @Override
  public void close() {
    loop().requireOwner();
    if (closing || reason != null) {
      return;
    }
    closing = true;
    endOutput();
    receive(false);
    settleSoon();
    if (bufferedBytes() > 0) {
      extras().closeWithin(host.options().closeTimeout());
    }
  }

  /** There is room for {@code bytes}. */
  void request(Producer producer, long bytes) {
    if (reason == null && outgoing == Half.OPEN) {
      try {
        producer.request(bytes);
      } catch (Throwable t) {
        lose(new Lost(t), true);
      }
    }
  }

  /** The close time-out is over. */
  void closeTookTooLong() {
    lose(new TimedOut("close", host.options().closeTimeout()), false);
    loop().settle();
  }

  @Override
  public void abort() {
    loop().requireOwner();
    lose(new Aborted(), false);
  }

  @Override
  public void pauseReading() {
    loop().requireOwner();
    if (!readingPaused && reason == null && !closing) {
      readingPaused = true;
      receive(false);
    }
  }

  @Override
  public void resumeReading() {
    loop().requireOwner();
    if (!readingPaused || reason != null || closing) {
      return;
    }
    readingPaused = false;
    if (extras != null && extras.holds()) {
      host.reactor().execute(this::deliverHeld);
    } else if (incoming == Half.OPEN) {
      receive(true);
    }
  }

  /** What the driver told while reading was paused. */
  private void deliverHeld() {
    if (extras != null && extras.deliver(this::deliver, () -> readingPaused || reason != null)) {
      endOfInput();
    } else if (!readingPaused && reason == null && !closing) {
      receive(true);
    }
  }

  @Override
  public void protocol(Protocol next) {
    loop().requireOwner();
    protocol = next;
  }

  @Override
  public @Nullable SocketAddress localAddress() {
    return lossTold ? null : driver().localAddress(handle);
  }

  @Override
  public @Nullable SocketAddress remoteAddress() {
    return lossTold ? null : driver().remoteAddress(handle);
  }

  @Override
  public Reactor reactor() {
    return host.reactor();
  }

  @Override
  public String toString() {
    return "stream " + incoming + "/" + outgoing + (reason == null ? "" : " " + reason);
  }
}
