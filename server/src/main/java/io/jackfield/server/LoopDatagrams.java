package io.jackfield.server;

import io.jackfield.reactor.Blocking;
import io.jackfield.reactor.DatagramOptions;
import io.jackfield.reactor.DatagramProtocol;
import io.jackfield.reactor.DatagramTransport;
import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.SendOutcome;
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
 * The requests of a server of datagrams on a loop, which its rules answer. The loop's; how it ends
 * is {@link DatagramDrain}'s.
 */
final class LoopDatagrams implements DatagramProtocol, DatagramRequest.Sender, LoopPlace.Occupant {
  private final LoopPlace place;
  private final Answering<DatagramRequest> answering;
  private final GuardedHooks<DatagramRequest> hooks;
  private final Counters counters;
  private final Rules<DatagramRequest> rules;
  private final int limitBytes;

  /** Who is told all that is told here; null where the rules are others. */
  private final @Nullable DatagramProtocol protocol;

  private @Nullable DatagramTransport transport;
  private @Nullable SocketAddress address;

  private @Nullable DatagramDrain requests;

  private LoopDatagrams(ServerConfig<DatagramRequest> config, LoopPlace place) {
    this.place = place;
    this.answering = new Answering<>(config);
    this.hooks = answering.hooks;
    this.counters = answering.counters;
    this.rules = config.rules();
    this.limitBytes = config.datagramBytes();
    this.protocol =
        config.rules() instanceof Rules.DatagramProtocols told ? told.protocols().get() : null;
  }

  /** Binds. */
  static LoopDatagrams open(
      ServerConfig<DatagramRequest> config, LoopSocket.Single socket, LoopPlace place)
      throws IOException {
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
    if (socket.isGiven()) { // Whose options nobody has set.
      datagrams.transport().setOption(asksWhereTo, true);
    }
    return datagrams;
  }

  private DatagramTransport transport() {
    return Objects.requireNonNull(transport, "not bound");
  }

  private DatagramDrain requests() {
    return Objects.requireNonNull(requests, "not bound");
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
    return requests().isBusy();
  }

  @Override
  public boolean includesCaller() {
    return answering.active.includesCaller();
  }

  @Override
  public void bound(DatagramTransport bound) {
    transport = bound;
    address = bound.localAddress();
    requests = new DatagramDrain(place, bound, this::interrupt);
    place.loop().opened();
    if (protocol != null) {
      protocol.bound(bound);
    }
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
    requests().received();
    byte[] bytes = new byte[Math.min(data.remaining(), limitBytes)];
    data.get(data.position(), bytes);
    var request =
        new DatagramRequest(this, client, address(), message.control(), bytes)
            .of(message.length(), limitBytes);
    if (answering.admits(request)) {
      hooks.processRequest(request);
      if (protocol == null) {
        answer(request);
      } else {
        answered(request, () -> protocol.datagramReceived(data, message));
      }
    }
    hooks.serviceActions();
    requests().told();
  }

  /** What the loop itself does with a datagram. */
  private interface Answer {
    void run() throws IOException;
  }

  private void answered(DatagramRequest request, Answer answer) {
    try {
      answer.run();
    } catch (Throwable e) {
      answering.failed(request, e);
    } finally {
      hooks.finishRequest(request);
    }
  }

  private void answer(DatagramRequest request) {
    if (rules instanceof Rules.Datagrams direct) {
      answered(request, () -> direct.exchange().received(request));
      return;
    }
    requests().begun();
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
    requests().done();
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
    if (protocol != null) {
      protocol.sendFailed(failure);
    }
    SocketAddress client = failure instanceof KernelFailure call ? call.failure().remote() : null;
    if (client == null) {
      answering.notTaken(failure);
      return;
    }
    counters.failed.increment();
    hooks.handleError(
        new DatagramRequest(this, client, address(), List.of(), new byte[0]), failure);
  }

  @Override
  public void connectionRefused() {
    if (protocol != null) {
      protocol.connectionRefused();
    }
  }

  @Override
  public void writePaused() {
    if (protocol != null) {
      protocol.writePaused();
    }
  }

  @Override
  public void writeResumed() {
    if (protocol != null) {
      protocol.writeResumed();
    }
  }

  // ---- the end ----------------------------------------------------------------------------------

  @Override
  public void drain() {
    requests().begin();
  }

  @Override
  public void retire() {
    requests().retire();
  }

  @Override
  public PassedDescriptor duplicate() throws IOException {
    return transport().duplicate();
  }

  private void interrupt() {
    counters.dropped.add(transport().queuedMessages());
    answering.active.interrupt();
  }

  @Override
  public void stopped(LossReason reason) {
    switch (reason) {
      case LossReason.Lost lost ->
          failed(new IOException("the socket is of no use any more", lost.cause()));
      case LossReason.Done _, LossReason.Aborted _, LossReason.TimedOut _ -> {}
    }
    if (protocol != null) {
      tellStopped(protocol, reason);
    }
    requests().stopped();
  }

  private static void tellStopped(DatagramProtocol protocol, LossReason reason) {
    try {
      protocol.stopped(reason);
    } catch (RuntimeException | Error e) {
      System.getLogger(BaseServer.class.getName())
          .log(System.Logger.Level.ERROR, "stopped failed", e);
    }
  }

  @Override
  public void failed(IOException why) {
    hooks.handleTakeError(why);
  }
}
