package io.jackfield.reactor;

import io.jackfield.reactor.LossReason.Aborted;
import io.jackfield.reactor.LossReason.Done;
import io.jackfield.reactor.LossReason.Lost;
import io.jackfield.reactor.LossReason.TimedOut;
import io.jackfield.reactor.driver.Capability;
import io.jackfield.reactor.driver.Chunk;
import io.jackfield.reactor.driver.Completions;
import io.jackfield.reactor.driver.Driver;
import io.jackfield.reactor.driver.Handle;
import io.jackfield.reactor.driver.Outgoing;
import io.jackfield.socket.CallFailure;
import io.jackfield.socket.Errno;
import io.jackfield.socket.OpenFile;
import io.jackfield.socket.ReceivedMessage;
import io.jackfield.socket.linux.Abi;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A stream: what a driver completes becomes what a protocol is told, and back, by two halves: a
 * {@link ReadingHalf} and a {@link WritingHalf}.
 *
 * <p>When both have ended, or {@link #lose} was called, {@link #reason} is set; the handle is
 * closed and the protocol told once the callback that goes on is over.
 *
 * <p>Fields are few: an idle connection is one of these with its halves, its handle and its
 * protocol. What is not one socket overrides the few methods under "what carries it".
 */
class StreamTransport extends SettledStream implements Transport, Completions {
  final StreamHost host;
  final Handle handle;
  final ReadingHalf reading = new ReadingHalf(this);
  final WritingHalf writing = new WritingHalf(this);
  Protocol protocol;

  /** Whether {@link #close} was called: nothing more is told of what arrives. */
  private boolean closing;

  /** Set just once, when the connection is no more. */
  private @Nullable LossReason reason;

  private boolean lossTold;

  /** Made when somebody asks. */
  private @Nullable CompletableFuture<LossReason> ended;

  /** Set where a relay has the kernel move its bytes; see there. */
  private @Nullable SplicedStream spliced;

  // Owned by StreamList.
  @Nullable StreamTransport previous;
  @Nullable StreamTransport next;

  StreamTransport(StreamHost host, Handle handle, Protocol protocol) {
    super(host.reactor().loop());
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

  final Driver driver() {
    return loop().driver();
  }

  /** Whether it is no more. */
  final boolean isLost() {
    return reason != null;
  }

  /** Whether nothing more is told of what arrives, and nothing more sent of what is written. */
  final boolean isDeaf() {
    return closing || reason != null;
  }

  /** Why it is no more, if that was told; whoever becomes its protocol is not told again. */
  final @Nullable LossReason toldReason() {
    return lossTold ? reason : null;
  }

  /** The kernel moves its bytes from now on, for as long as both agree. */
  final void splice(SplicedStream by) {
    spliced = by;
    reading.splice();
  }

  final @Nullable SplicedStream spliced() {
    return spliced;
  }

  /** Whether a file waits for room has changed. */
  final void watchRoom() {
    if (spliced != null) {
      spliced.watch();
    } else {
      driver().watch(handle, writing.awaitsRoom() ? Abi.WRITABLE : 0);
    }
  }

  // ---- what carries it --------------------------------------------------------------------------

  void attach() {
    handle.attach(this);
  }

  void receive(boolean on) {
    driver().receive(handle, on);
  }

  /**
   * What arrives while a close sends the rest is thrown away, until its deadline: a peer that
   * writes and reads by turns would read no more of what we send than we of what it writes.
   */
  void discard() {
    if (!reading.hasEnded()) {
      receive(true);
    }
  }

  /** Tells of what came beside bytes, before these. */
  void tellBeside(ReceivedMessage message) {}

  int send(Outgoing bytes) {
    return driver().send(handle, bytes);
  }

  /** Whether the kernel can send files to it. */
  boolean sendsFiles() {
    return driver().capabilities().contains(Capability.SENDING_FILES);
  }

  /** All of our half is sent. */
  void endSending() {
    if (!reading.hasEnded()) { // Else it is closed at once, which says the same.
      // The kernel may refuse it where the peer has gone meanwhile: receiving will tell.
      var _ = driver().shutdownSending(handle);
    }
  }

  /** It is over; in order, or else torn down. */
  void release(boolean inOrder) {
    if (inOrder && !reading.hasEnded()) {
      host.linger(handle);
    } else {
      // A reset where it did not end in order: an end would pass for a whole message.
      driver().close(handle, !inOrder);
    }
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
    reading.receive();
    settleSoon();
  }

  @Override
  void settleNow() {
    writing.flush();
    if (spliced != null) {
      spliced.settled();
    }
    if (reason == null) {
      writing.endIfAllIsSent();
      endIfBothHave();
    }
    if (reason == null) {
      writing.tellMarks();
      if (closing && writing.startDeadline()) {
        discard(); // Not all is sent yet.
      }
    }
    if (reason != null && !lossTold) {
      tellLoss(reason);
    }
  }

  /** After a close the peer's half counts as ended. */
  private void endIfBothHave() {
    if (writing.state() == WritingHalf.State.ENDED && (closing || reading.hasEnded())) {
      reason = new Done();
    }
  }

  private void tellLoss(LossReason why) {
    lossTold = true;
    if (spliced != null) {
      spliced.over();
    }
    reading.release();
    writing.release();
    release(why instanceof Done);
    loop().counters().closed();
    host.lost(this);
    writing.lost(why);
    Protocol last = protocol;
    try {
      last.connectionLost(why);
    } catch (Throwable t) {
      host.failed(t, "connectionLost");
    }
    if (ended != null) {
      ended.complete(why);
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

  final Throwable failure(String call, int result) {
    return new CallFailure(call, new Errno(-result), null, remoteAddress()).exception();
  }

  @Override
  public final void stop() {
    loop().requireOwner();
    if (isDeaf()) {
      return;
    }
    try {
      if (protocol.stopping()) {
        Duration limit = options().closeTimeout();
        var _ = host.reactor().callLater(limit, () -> lose(new TimedOut("stop", limit), false));
        return;
      }
    } catch (Throwable t) {
      lose(new Lost(t), true);
    }
    close();
  }

  // ---- what the driver tells --------------------------------------------------------------------

  @Override
  public void received(Chunk chunk, int from, int to) {
    loop().counters().received(to - from);
    boolean isOurs = beginTelling();
    boolean isOver = false;
    try {
      reading.received(chunk, from, to);
      isOver = true;
    } finally {
      endTelling(isOurs, isOver);
    }
    loop().settle();
  }

  @Override
  public void receiveEnded(int result) {
    if (result < 0) {
      lose(new Lost(failure("recv", result)), false);
    } else {
      reading.receivedEnd();
    }
    loop().settle();
  }

  @Override
  public void sent(int result) {
    boolean isOurs = beginTelling();
    settleSoon(); // What waits behind it goes next.
    boolean isOver = false;
    try {
      writing.sent(result);
      isOver = true;
    } finally {
      endTelling(isOurs, isOver);
    }
    loop().settle();
  }

  @Override
  public void ready(int events) {
    if (writing.awaitsRoom() && (events & (Abi.WRITABLE | Abi.ERROR | Abi.HANG_UP)) != 0) {
      settleSoon();
    }
    if (spliced != null) {
      spliced.ready(events);
    }
    loop().settle();
  }

  @Override
  public void closed() {
    writing.clear();
  }

  // ---- what the protocol asks -------------------------------------------------------------------

  @Override
  public void write(ByteBuffer data) {
    loop().requireOwner();
    writing.write(data);
  }

  @Override
  public void writeLent(ByteBuffer view) {
    loop().requireOwner();
    writing.writeLent(view);
  }

  @Override
  public CompletableFuture<Long> sendFile(OpenFile file, long offset, long length) {
    loop().requireOwner();
    return writing.sendFile(file, offset, length);
  }

  @Override
  public long bufferedBytes() {
    return writing.bytes();
  }

  @Override
  public long sentBytes() {
    return writing.sentBytes();
  }

  @Override
  public long receivedBytes() {
    return reading.receivedBytes();
  }

  @Override
  public CompletableFuture<LossReason> ended() {
    loop().requireOwner();
    CompletableFuture<LossReason> asked = ended;
    if (asked == null) {
      asked = new CompletableFuture<>();
      ended = asked;
      LossReason told = toldReason();
      if (told != null) {
        asked.complete(told);
      }
    }
    return asked.copy();
  }

  @Override
  public long writeLimitBytes() {
    return host.options().writeLimitBytes();
  }

  @Override
  public StreamOptions options() {
    return host.options();
  }

  @Override
  public boolean isWritePaused() {
    return writing.isPaused();
  }

  @Override
  public void producer(@Nullable Producer producer) {
    loop().requireOwner();
    if (!isDeaf()) {
      writing.producer(producer);
    }
  }

  @Override
  public void endOutput() {
    loop().requireOwner();
    writing.end();
  }

  @Override
  public void close() {
    loop().requireOwner();
    if (isDeaf()) {
      return;
    }
    closing = true;
    reading.close();
    writing.end();
    settleSoon();
  }

  @Override
  public void abort() {
    loop().requireOwner();
    lose(new Aborted(), false);
  }

  @Override
  public void pauseReading() {
    loop().requireOwner();
    reading.pause();
  }

  @Override
  public void resumeReading() {
    loop().requireOwner();
    reading.resume();
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
    return "stream "
        + (reading.hasEnded() ? "ENDED" : "OPEN")
        + "/"
        + writing.state()
        + (reason == null ? "" : " " + reason);
  }
}
