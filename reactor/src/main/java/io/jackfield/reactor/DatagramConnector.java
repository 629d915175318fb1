package io.jackfield.reactor;

import io.jackfield.reactor.driver.Completions;
import io.jackfield.reactor.driver.Handle;
import io.jackfield.socket.CallFailure;
import io.jackfield.socket.Errno;
import io.jackfield.socket.SocketType;
import io.jackfield.socket.linux.Abi;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Connects a socket that carries messages, before anybody is told of it. */
final class DatagramConnector implements Completions, Resources.Resource {
  /** A Unix listener's queue is full, and nothing tells when it is not. */
  private static final Duration QUEUE_PAUSE = Duration.ofMillis(5);

  private final Reactor reactor;
  private final SocketAddress peer;
  private final SocketType type;
  private final CompletableFuture<DatagramTransport> result = new CompletableFuture<>();
  private @Nullable Handle handle;
  private @Nullable Function<Handle, DatagramTransport> next;
  private @Nullable Timer retry;
  private boolean over;

  DatagramConnector(Reactor reactor, SocketAddress peer, SocketType type) {
    this.reactor = reactor;
    this.peer = peer;
    this.type = type;
  }

  /** Cancelling what this returns ends the attempt. */
  CompletableFuture<DatagramTransport> begin(
      DatagramOptions options, Function<Handle, DatagramTransport> made) {
    next = made;
    try {
      Handle opened = Sockets.open(reactor.driver(), peer, type);
      handle = opened;
      opened.attach(this);
      reactor.resources().add(this);
      Sockets.set(reactor.driver(), opened, options.socketOptions());
      reactor.driver().connect(opened, peer);
    } catch (IOException e) {
      fail(e);
    } catch (RuntimeException e) {
      kill();
      throw e;
    }
    var _ =
        result.whenComplete((_, _) -> {
          if (result.isCancelled()) {
            reactor.execute(this::kill);
          }
        });
    return result;
  }

  @Override
  public void connected(int outcome) {
    Handle made = handle;
    if (over || made == null || next == null) {
      return;
    }
    if (outcome == -Abi.EAGAIN) {
      retry = reactor.callLater(QUEUE_PAUSE, () -> reactor.driver().connect(made, peer));
    } else if (outcome < 0) {
      fail(new CallFailure("connect", new Errno(-outcome), null, peer).exception());
    } else if (!result.isDone()) {
      over = true;
      DatagramTransport port = next.apply(made);
      reactor.resources().remove(this);
      if (!result.complete(port)) {
        port.abort(); // Cancelled by another thread at this very moment.
      }
    }
    reactor.loop().settle();
  }

  private void fail(IOException why) {
    if (!over) {
      over = true;
      if (retry != null) {
        retry.cancel();
      }
      if (handle != null) {
        reactor.driver().close(handle, false);
      }
      reactor.resourceGone(this);
      result.completeExceptionally(why);
    }
  }

  @Override
  public void end() {
    kill();
  }

  @Override
  public void kill() {
    fail(new ClosedChannelException());
  }
}
