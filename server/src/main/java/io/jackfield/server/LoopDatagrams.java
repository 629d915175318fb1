package io.jackfield.server;

import io.jackfield.reactor.Blocking;
import io.jackfield.reactor.DatagramOptions;
import io.jackfield.reactor.DatagramProtocol;
import io.jackfield.reactor.DatagramTransport;
import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.SendOutcome;
import io.jackfield.reactor.Timer;
import io.jackfield.socket.ControlMessage;
import io.jackfield.socket.KernelFailure;
import io.jackfield.socket.PassedDescriptor;
import io.jackfield.socket.ReceivedMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The requests of a server of datagrams on a loop, and how they end when it stops: what had arrived
 * by then is answered, as {@link LoopDrain} has it. The loop's.
 */
final class LoopDatagrams implements DatagramProtocol, DatagramRequest.Sender, LoopPlace.Occupant {
  private final LoopPlace place;
  private final Answering<DatagramRequest> answering;
  private final GuardedHooks<DatagramRequest> hooks;
  private final Counters counters;
  private final Rules<DatagramRequest> rules;
  private @Nullable DatagramTransport transport;
  private @Nullable SocketAddress address;

  /** Requests whose handlers are at work. */
  private int waiting;

  private @Nullable Timer deadline;
  private boolean draining;
  private int takenAfterStop;

  /** Whether others take what arrives. */
  private boolean retired;

  /** Whether nothing more is taken. */
  private boolean quiet;

  /** Whether the port is no more. */
  private boolean stopped;

  private boolean left;

  /** Turns without a datagram since the server stops. */
  private int quietTurns;

  private LoopDatagrams(ServerConfig<DatagramRequest> config, LoopPlace place) {
    this.place = place;
    this.answering = new Answering<>(config);
    this.hooks = answering.hooks;
    this.counters = answering.counters;
    this.rules = config.rules();
  }

  /** Binds. */
  static LoopDatagrams open(
      ServerConfig<DatagramRequest> config, LoopSocket socket, LoopPlace place) throws IOException {
    DatagramOptions.Builder options =
        DatagramOptions.builder()
            .queue(config.queueMessages(), config.queueBytes())
            .closeTimeout(config.drainTimeout())
            .socketPath(config.path());
    var datagrams = new LoopDatagrams(config, place);
    InetAddress at = socket.at() instanceof InetSocketAddress inet ? inet.getAddress() : null;
    if (at == null || !at.isAnyLocalAddress()) {
      socket.bind(place.loop().reactor(), datagrams, options);
      return datagrams;
    }
    SocketOption<Boolean> asksWhereTo = DatagramRequest.packetInfoOption(at);
    options.controlBytes(DatagramRequest.PACKET_INFO_BYTES).socketOption(asksWhereTo, true);
    socket.bind(place.loop().reactor(), datagrams, options);
    if (socket.given() != null) { // Whose options nobody has set.
      datagrams.transport().setOption(asksWhereTo, true);
    }
    return datagrams;
  }

  private DatagramTransport transport() {
    return Objects.requireNonNull(transport, "not bound");
  }

  @Override
  public SocketAddress address() {
    return Objects.requireNonNull(address, "not bound");
  }

  @Override
  public ServerCounts counts() {
    return counters.sums();
  }

  @Override
  public boolean isBusy() {
    return waiting > 0;
  }

  @Override
  public boolean includesCaller() {
    return answering.active.includesCaller();
  }

  @Override
  public void bound(DatagramTransport bound) {
    transport = bound;
    address = bound.localAddress();
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
      if (address() instanceof InetSocketAddress) {
        return;
      }
      client = StreamTaking.UNNAMED;
    }
    quietTurns = 0;
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    var request = new DatagramRequest(this, client, address(), message.control(), bytes);
    if (answering.admits(request)) {
      hooks.processRequest(request);
      answer(request);
    }
    hooks.serviceActions();
    if (draining && ++takenAfterStop == DatagramTaking.TAKEN_AFTER_STOP) {
      nothingMore();
    }
  }

  private void answer(DatagramRequest request) {
    if (rules instanceof Rules.Datagrams direct) {
      try {
        direct.exchange().received(request);
      } catch (Throwable e) {
        answering.failed(request, e);
      } finally {
        hooks.finishRequest(request);
      }
      return;
    }
    if (++waiting == Engine.DEFAULT_LIMIT) {
      transport().pauseReading();
    }
    answering.active.begin(request, null);
    try {
      var _ = Blocking.start(transport().reactor(), () -> handle(request));
    } catch (OutOfMemoryError noThread) {
      answering.failed(request, noThread);
      boolean _ = handled(request);
    }
  }

  /** By a thread that the loop carries, or an ordinary one. */
  private void handle(DatagramRequest request) {
    try {
      answering.answer(request);
    } finally {
      var _ =
          transport()
              .reactor()
              .submit(() -> handled(request))
              .exceptionally(_ -> {
                answering.over(request); // The loop has ended meanwhile.
                return true;
              });
    }
  }

  private boolean handled(DatagramRequest request) {
    answering.over(request);
    if (waiting-- == Engine.DEFAULT_LIMIT && !quiet) {
      quietTurns = 0;
      transport().resumeReading();
      if (retired) {
        transport().reactor().execute(this::leaveToOthers); // Once those held back are told.
      }
    }
    closeIfDone();
    leaveIfDone();
    return true;
  }

  @Override
  public void send(ByteBuffer answer, SocketAddress to, List<ControlMessage> control)
      throws IOException {
    switch (outcome(answer, to, control)) {
      case SendOutcome.Sent _, SendOutcome.Queued _ -> {}
      case SendOutcome.QueueFull full ->
          throw new AnswerDroppedException(full.messages(), full.bytes());
      case SendOutcome.Failed failed -> throw failed.cause();
      case SendOutcome.Dropped _ -> throw new ClosedChannelException();
    }
  }

  /** A handler may have an ordinary thread. */
  private SendOutcome outcome(ByteBuffer answer, SocketAddress to, List<ControlMessage> control)
      throws IOException {
    Reactor reactor = transport().reactor();
    if (reactor.isLoopThread()) {
      return transport().send(answer, to, control);
    }
    try {
      return reactor.submit(() -> transport().send(answer, to, control)).get();
    } catch (ExecutionException e) {
      throw new IOException("the answer could not be sent", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClosedByInterruptException();
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
    if (stopped) {
      return;
    }
    draining = true;
    deadline = transport().reactor().callLater(place.drainTimeout(), this::cutShort);
    nextStep();
  }

  private void nextStep() {
    transport().reactor().callLater(LoopDrain.STEP, this::step);
  }

  private void step() {
    if (stopped || quiet) {
      return;
    }
    // While reading is paused, silence says nothing.
    if (waiting < Engine.DEFAULT_LIMIT && ++quietTurns >= place.loop().quietTurns()) {
      nothingMore();
    } else {
      nextStep();
    }
  }

  private void nothingMore() {
    quiet = true;
    transport().pauseReading();
    closeIfDone();
  }

  private void closeIfDone() {
    if (quiet && waiting == 0) {
      if (retired) {
        transport().leaveToOthers();
      } else {
        transport().close();
      }
    }
  }

  @Override
  public void retire() {
    retired = true;
    leaveToOthers();
  }

  /** While reading is paused some may be held back, which nobody else would answer. */
  private void leaveToOthers() {
    if (waiting < Engine.DEFAULT_LIMIT && !quiet) {
      nothingMore();
    }
  }

  @Override
  public PassedDescriptor duplicate() throws IOException {
    return transport().duplicate();
  }

  private void cutShort() {
    counters.dropped.add(transport().queuedMessages());
    answering.active.interrupt();
    if (retired) {
      transport().leaveToOthers();
    }
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
    stopped = true;
    if (waiting > 0) {
      transport().reactor().callLater(Taking.ABORT_TIMEOUT, this::leave);
    }
    leaveIfDone();
  }

  private void leaveIfDone() {
    if (stopped && waiting == 0) {
      leave();
    }
  }

  /** Nothing of it is left on the loop, but handlers perhaps that do not mind an interrupt. */
  private void leave() {
    if (!left) {
      left = true;
      place.loop().closed();
      place.left(false);
    }
  }

  @Override
  public void failed(IOException why) {
    hooks.handleTakeError(why);
  }
}
