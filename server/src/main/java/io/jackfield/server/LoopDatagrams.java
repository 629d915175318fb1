package io.jackfield.server;

import io.jackfield.reactor.DatagramProtocol;
import io.jackfield.reactor.DatagramTransport;
import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.SendOutcome;
import io.jackfield.reactor.Timer;
import io.jackfield.socket.ControlMessage;
import io.jackfield.socket.KernelFailure;
import io.jackfield.socket.ReceivedMessage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The requests of a {@link LoopDatagramServer}, and how they end when it stops: what had arrived by
 * then is answered, as {@link LoopDrain} has it. The loop's.
 */
final class LoopDatagrams implements DatagramProtocol, DatagramRequest.Answers, LoopPlace.Occupant {
  /** How many datagrams are still taken after a shutdown, as {@link UdpServer} does. */
  private static final int TAKEN_AFTER_STOP = 4_096;

  private final LoopPlace place;
  private final GuardedHooks<DatagramRequest> hooks;
  private final Supplier<? extends BaseRequestHandler<DatagramRequest>> handler;
  private final Counters counters = new Counters();
  private @Nullable DatagramTransport transport;
  private @Nullable InetSocketAddress address;
  private @Nullable Timer deadline;
  private boolean draining;
  private int takenAfterStop;

  /** Turns without a datagram since the server stops. */
  private int quietTurns;

  LoopDatagrams(LoopDatagramServerBuilder settings, LoopPlace place) {
    this.place = place;
    this.hooks = new GuardedHooks<>(settings.hooks());
    this.handler = settings.handler();
  }

  private DatagramTransport transport() {
    return Objects.requireNonNull(transport, "not bound");
  }

  InetSocketAddress address() {
    return Objects.requireNonNull(address, "not bound");
  }

  ServerCounts counts() {
    return counters.sums();
  }

  @Override
  public void bound(DatagramTransport bound) {
    transport = bound;
    address = (InetSocketAddress) bound.localAddress();
    place.loop().opened();
  }

  @Override
  public void begin() {
    hooks.serviceActions();
  }

  @Override
  public void datagramReceived(ByteBuffer data, @Nullable SocketAddress from) {
    throw new UnsupportedOperationException("it is told with all that is known of it");
  }

  @Override
  public void datagramReceived(ByteBuffer data, ReceivedMessage message) {
    SocketAddress client = message.source();
    if (client == null) {
      return;
    }
    quietTurns = 0;
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    counters.taken.increment();
    var request = new DatagramRequest(this, client, address(), message.control(), bytes);
    if (hooks.verified(request)) {
      hooks.processRequest(request);
      answer(request);
    } else {
      counters.refused.increment();
    }
    hooks.serviceActions();
    if (draining && ++takenAfterStop == TAKEN_AFTER_STOP) {
      transport().close();
    }
  }

  private void answer(DatagramRequest request) {
    try {
      handler.get().run(request);
    } catch (AnswerTooLongException e) {
      counters.tooLong.increment();
      hooks.handleError(request, e);
    } catch (AnswerDroppedException e) {
      counters.dropped.increment();
      hooks.handleError(request, e);
    } catch (Throwable e) {
      // Errors too: whatever a handler does ends its own request and nothing else.
      counters.failed.increment();
      hooks.handleError(request, e);
    } finally {
      hooks.finishRequest(request);
    }
  }

  @Override
  public void send(ByteBuffer answer, SocketAddress to, List<ControlMessage> control)
      throws IOException {
    switch (transport().send(answer, to, control)) {
      case SendOutcome.Sent _, SendOutcome.Queued _ -> {}
      case SendOutcome.QueueFull full ->
          throw new AnswerDroppedException(full.messages(), full.bytes());
      case SendOutcome.Failed failed -> throw failed.cause();
      case SendOutcome.Dropped _ -> throw new ClosedChannelException();
    }
  }

  /** An answer that had waited, told of with an empty request: its own is gone. Or a receive. */
  @Override
  public void sendFailed(IOException failure) {
    SocketAddress client = failure instanceof KernelFailure call ? call.failure().remote() : null;
    if (client == null) {
      hooks.handleTakeError(failure);
      return;
    }
    counters.failed.increment();
    hooks.handleError(
        new DatagramRequest(this, client, address(), List.of(), new byte[0]), failure);
  }

  // ---- the end ----------------------------------------------------------------------------------

  @Override
  public void drain() {
    draining = true;
    deadline = transport().reactor().callLater(place.drainTimeout(), this::cutShort);
    nextStep();
  }

  private void nextStep() {
    transport().reactor().callLater(LoopDrain.STEP, this::step);
  }

  private void step() {
    if (++quietTurns >= place.loop().quietTurns()) {
      transport().close();
    } else {
      nextStep();
    }
  }

  private void cutShort() {
    counters.dropped.add(transport().queuedMessages());
    transport().abort();
  }

  @Override
  public void stopped(LossReason reason) {
    if (deadline != null) {
      deadline.cancel();
    }
    switch (reason) {
      case LossReason.Lost lost ->
          failed(new IOException("the socket is of no use any more", lost.cause()));
      case LossReason.Done _, LossReason.Aborted _, LossReason.TimedOut _ -> {}
    }
    place.loop().closed();
    place.left(false);
  }

  @Override
  public void failed(IOException why) {
    hooks.handleTakeError(why);
  }
}
