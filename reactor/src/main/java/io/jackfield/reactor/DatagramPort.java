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
import io.jackfield.reactor.driver.OutgoingMessage;
import io.jackfield.socket.ControlMessage;
import io.jackfield.socket.PassedDescriptor;
import io.jackfield.socket.ReceivedMessage;
import io.jackfield.socket.linux.Abi;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ConnectionPendingException;
import java.nio.channels.NotYetConnectedException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A socket of messages: what a driver completes becomes what a protocol is told, and back. Messages
 * are {@link DatagramReceiver}'s and {@link DatagramSender}'s affair, its life is here. The
 * protocol is told of losses and failures once the callback that goes on is over.
 */
final class DatagramPort
    implements DatagramTransport, Completions, EventLoop.Unsettled, Resources.Resource {
  private final Reactor reactor;
  private final Handle handle;
  private final DatagramProtocol protocol;
  private final DatagramOptions options;

  /** Whether it is one peer's: sequenced packets, of which the peer can end the connection. */
  private final boolean ends;

  /** Told when it is no more, just before the socket is closed, unless others have it too. */
  private final Runnable gone;

  private final DatagramFailures failures;
  private final DatagramSender sender;
  private final DatagramReceiver receiver;
  private final DatagramNews news;
  private boolean closing;

  /** Whether others have the socket too: its file is not ours to remove. */
  private boolean isLeft;

  private boolean isUnsettled;
  private @Nullable Timer closeTimer;
  private @Nullable CompletableFuture<Void> connecting;

  /** Set just once, when the port is no more. */
  private @Nullable LossReason reason;

  private boolean told;

  DatagramPort(
      Reactor reactor,
      Handle handle,
      DatagramProtocol protocol,
      DatagramOptions options,
      boolean ends,
      Runnable gone) {
    this.reactor = reactor;
    this.handle = handle;
    this.protocol = protocol;
    this.options = options;
    this.ends = ends;
    this.gone = gone;
    this.failures = new DatagramFailures(this, ends);
    this.sender = new DatagramSender(reactor, handle, options, this, failures);
    this.news = new DatagramNews(this, protocol, sender.queue(), failures);
    this.receiver = new DatagramReceiver(this, handle, protocol, options);
  }

  /** What is sent from now on, until the loop's phase is over, is sent together. */
  void gather() {
    sender.gatherFromNowOn();
  }

  private Driver driver() {
    return reactor.driver();
  }

  /** Tells the protocol of its port and begins to receive. */
  void begin() {
    handle.attach(this);
    sender.bound(driver().localAddress(handle));
    reactor.resources().add(this);
    if (ends || driver().remoteAddress(handle) != null) {
      sender.connected(true);
    }
    try {
      protocol.bound(this);
    } catch (Throwable t) {
      reactor.failed(t, "bound");
      lose(new Lost(t));
    }
    receiver.receive();
  }

  /** Whether it is no more. */
  boolean isLost() {
    return reason != null;
  }

  /** Whether nothing more is told of what arrives. */
  boolean isDeaf() {
    return closing || reason != null;
  }

  // ---- what the driver tells --------------------------------------------------------------------

  @Override
  public void received(Chunk chunk, ReceivedMessage message) {
    receiver.received(chunk, message);
    reactor.loop().settle();
  }

  @Override
  public void receiveEnded(int result) {
    if (result == 0) {
      lose(new Done());
    } else if (ends || result == -Abi.EBADF || result == -Abi.EINVAL) {
      lose(new Lost(failures.of("recvmsg", result, null)));
    } else {
      failures.wentWrong(result, null);
    }
    settleSoon();
    reactor.loop().settle();
  }

  @Override
  public void sent(int result) {
    sender.sent(result);
    settleSoon();
    reactor.loop().settle();
  }

  @Override
  public void connected(int result) {
    CompletableFuture<Void> waits = connecting;
    connecting = null;
    if (reason == null) {
      sender.connected(result >= 0);
    }
    if (waits != null) {
      if (result >= 0) {
        waits.complete(null);
      } else {
        waits.completeExceptionally(failures.of("connect", result, null));
      }
    }
    settleSoon();
    reactor.loop().settle();
  }

  @Override
  public void closed() {
    sender.closed();
  }

  // ---- what waits for the end of a callback -----------------------------------------------------

  void settleSoon() {
    if (!isUnsettled) {
      isUnsettled = true;
      reactor.loop().unsettled(this);
    }
  }

  @Override
  public void settle() {
    isUnsettled = false;
    if (reason == null) {
      news.tell();
    }
    if (closing && reason == null && sender.isIdle()) {
      reason = new Done();
    }
    if (reason != null && !told) {
      tellStopped(reason);
    }
  }

  void callbackFailed(Throwable failure, String name) {
    reactor.failed(failure, name);
    if (ends) {
      lose(new Lost(failure));
    }
  }

  private void tellStopped(LossReason why) {
    told = true;
    if (closeTimer != null) {
      closeTimer.cancel();
    }
    sender.stop();
    receiver.release();
    if (connecting != null) {
      connecting.completeExceptionally(new ClosedChannelException());
    }
    if (!isLeft) {
      gone.run();
    }
    driver().close(handle, false);
    try {
      protocol.stopped(why);
    } catch (Throwable t) {
      reactor.failed(t, "stopped");
    }
    reactor.resourceGone(this);
  }

  void lose(LossReason why) {
    if (reason == null) {
      reason = why;
      settleSoon();
    }
  }

  // ---- what the protocol asks -------------------------------------------------------------------

  @Override
  public SendOutcome send(
      ByteBuffer data, @Nullable SocketAddress to, List<ControlMessage> control) {
    reactor.loop().requireOwner();
    if (isDeaf()) {
      return DatagramSender.DROPPED;
    }
    if (ends && !data.hasRemaining()) {
      throw new IllegalArgumentException("an empty sequenced packet would pass for the end");
    }
    if (!control.isEmpty()) {
      Sockets.require(driver(), Capability.ANCILLARY_DATA, "ancillary data");
    }
    if (to == null && !sender.hasPeer()) {
      throw new NotYetConnectedException();
    }
    SendOutcome outcome = control.isEmpty() ? sender.join(data, to) : null;
    if (outcome == null) {
      outcome =
          sender.send(
              new OutgoingMessage(
                  driver().sendChunks(), data, to, List.copyOf(control), sender.queue().last()));
    }
    if (outcome.isTaken()) {
      data.position(data.limit());
    }
    return outcome;
  }

  @Override
  public int queuedMessages() {
    return sender.queuedMessages();
  }

  @Override
  public long queuedBytes() {
    return sender.queuedBytes();
  }

  @Override
  public boolean isWritePaused() {
    return news.isWritePaused();
  }

  @Override
  public CompletableFuture<Void> connect(SocketAddress peer) {
    reactor.loop().requireOwner();
    if (isDeaf()) {
      return CompletableFuture.failedFuture(new ClosedChannelException());
    }
    if (connecting != null) {
      throw new ConnectionPendingException();
    }
    var result = new CompletableFuture<Void>();
    connecting = result;
    sender.flush();
    sender.connecting(peer);
    driver().connect(handle, peer);
    return result.copy();
  }

  private void requireOpen() throws ClosedChannelException {
    reactor.loop().requireOwner();
    if (reason != null) {
      throw new ClosedChannelException();
    }
  }

  @Override
  public <T> void setOption(SocketOption<T> option, T value) throws IOException {
    requireOpen();
    sender.flush(); // What was sent before it, goes without it.
    driver().setOption(handle, option, value);
  }

  @Override
  public <T> T getOption(SocketOption<T> option) throws IOException {
    requireOpen();
    return driver().getOption(handle, option);
  }

  @Override
  public void pauseReading() {
    reactor.loop().requireOwner();
    receiver.pause();
  }

  @Override
  public void resumeReading() {
    reactor.loop().requireOwner();
    receiver.resume();
  }

  @Override
  public void close() {
    reactor.loop().requireOwner();
    if (!isDeaf()) {
      receiver.close();
      closing = true;
      closeTimer =
          reactor.callLater(
              options.closeTimeout(), () -> lose(new TimedOut("close", options.closeTimeout())));
      settleSoon();
    }
  }

  @Override
  public PassedDescriptor duplicate() throws IOException {
    requireOpen();
    return driver().duplicate(handle);
  }

  @Override
  public void leaveToOthers() {
    reactor.loop().requireOwner();
    isLeft = true;
    close();
  }

  @Override
  public void abort() {
    reactor.loop().requireOwner();
    sender.flush();
    lose(new Aborted());
  }

  @Override
  public void end() {
    close();
  }

  @Override
  public void kill() {
    lose(new Aborted());
  }

  @Override
  public @Nullable SocketAddress localAddress() {
    return told ? null : driver().localAddress(handle);
  }

  @Override
  public @Nullable SocketAddress remoteAddress() {
    return told ? null : driver().remoteAddress(handle);
  }

  @Override
  public Reactor reactor() {
    return reactor;
  }

  @Override
  public String toString() {
    return "datagrams at " + localAddress() + (reason == null ? "" : " " + reason);
  }
}
