package io.jackfield.reactor;

import io.jackfield.reactor.driver.Capability;
import io.jackfield.reactor.driver.Driver;
import io.jackfield.reactor.driver.Handle;
import io.jackfield.socket.SocketType;
import io.jackfield.socket.UdpOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a reactor can do with sockets that carry messages: UDP, Unix datagrams and sequenced
 * packets. All methods are for the loop's thread.
 *
 * <p>Where the driver has no such sockets they throw {@link UnsupportedOperationException}, and
 * where the reactor is stopped {@link IllegalStateException}. Source: Twisted's {@code
 * IReactorUDP}, {@code IReactorMulticast}, {@code IReactorUNIXDatagram}.
 */
public final class Datagrams {

  private final Reactor reactor;

  Datagrams(Reactor reactor) {
    this.reactor = reactor;
  }

  private void requireReady(DatagramOptions options) {
    reactor.requireOpen();
    if (options.controlBytes() > 0) {
      Sockets.require(reactor.driver(), Capability.ANCILLARY_DATA, "ancillary data");
    }
  }

  /** Has the kernel give trains, where they are asked for; where it cannot, without them. */
  private DatagramOptions possible(DatagramOptions options, Handle socket) {
    if (!options.receiveTrains()) {
      return options;
    }
    Driver driver = reactor.driver();
    if (driver.capabilities().contains(Capability.MESSAGE_BATCHES)
        && driver.localAddress(socket) instanceof InetSocketAddress) {
      try {
        driver.setOption(socket, UdpOptions.RECEIVE_OFFLOAD, true);
        return options;
      } catch (IOException e) {
        System.getLogger(Datagrams.class.getName())
            .log(System.Logger.Level.DEBUG, "datagrams come one by one", e);
      }
    }
    return options.toBuilder().receiveTrains(false).build();
  }

  /** As below, with the defaults. */
  public DatagramTransport listen(SocketAddress local, DatagramProtocol protocol)
      throws IOException {
    return listen(local, protocol, DatagramOptions.DEFAULTS);
  }

  /**
   * Receives and sends datagrams at an address of UDP, or of the Unix domain by path or abstract
   * name. {@link DatagramProtocol#bound} is called before this returns. A path is removed when the
   * port closes.
   *
   * @throws IOException if the address cannot be had: {@link
   *     io.jackfield.socket.AddressInUseException} and its like
   */
  public DatagramTransport listen(
      SocketAddress local, DatagramProtocol protocol, DatagramOptions options) throws IOException {
    requireReady(options);
    var path = BoundPath.of(reactor.driver(), local, options.socketPath());
    Handle handle = Sockets.open(reactor.driver(), local, SocketType.DATAGRAM);
    try {
      Sockets.set(reactor.driver(), handle, options.socketOptions());
      path.bind(() -> reactor.driver().bind(handle, local));
    } catch (IOException | RuntimeException e) {
      path.remove();
      reactor.driver().close(handle, false);
      throw e;
    }
    var port =
        new DatagramPort(reactor, handle, protocol, possible(options, handle), false, path::remove);
    port.begin();
    return port;
  }

  /**
   * Sends to one peer, and receives from it alone, at an address that the system chooses; a Unix
   * socket has none, so that the peer cannot answer: {@link #listen} and {@link
   * DatagramTransport#connect} do there.
   *
   * @return completed on the loop's thread, after {@link DatagramProtocol#bound}; or with the
   *     {@link IOException}: no route, no such Unix socket. {@code bound} was not called then
   */
  public CompletableFuture<DatagramTransport> connect(
      SocketAddress peer, DatagramProtocol protocol, DatagramOptions options) {
    return connect(peer, protocol, options, SocketType.DATAGRAM);
  }

  /**
   * Takes connections of sequenced packets at a Unix address.
   *
   * @param factory makes the protocol for each connection, of the peer's address, null where it has
   *     none; its null refuses the connection
   * @throws IOException if the address cannot be had
   */
  public ListeningPort listenPackets(
      SocketAddress local,
      Function<@Nullable SocketAddress, @Nullable DatagramProtocol> factory,
      DatagramOptions options)
      throws IOException {
    requireReady(options);
    var path = BoundPath.of(reactor.driver(), local, options.socketPath());
    Handle handle = Sockets.open(reactor.driver(), local, SocketType.SEQUENCED_PACKET);
    try {
      Sockets.set(reactor.driver(), handle, options.socketOptions());
      path.bind(() -> reactor.driver().bind(handle, local));
      reactor.driver().listen(handle, Integer.MAX_VALUE);
    } catch (IOException | RuntimeException e) {
      path.remove();
      reactor.driver().close(handle, false);
      throw e;
    }
    var listener = new PacketListener(reactor, handle, local, factory, options, path::remove);
    listener.begin();
    return listener;
  }

  /** Connects to a Unix socket of sequenced packets; as {@link #connect}. */
  public CompletableFuture<DatagramTransport> connectPackets(
      SocketAddress peer, DatagramProtocol protocol, DatagramOptions options) {
    return connect(peer, protocol, options, SocketType.SEQUENCED_PACKET);
  }

  private CompletableFuture<DatagramTransport> connect(
      SocketAddress peer, DatagramProtocol protocol, DatagramOptions options, SocketType type) {
    requireReady(options);
    var connector = new DatagramConnector(reactor, peer, type);
    return connector.begin(
        options,
        handle -> {
          var port =
              new DatagramPort(
                  reactor,
                  handle,
                  protocol,
                  possible(options, handle),
                  type == SocketType.SEQUENCED_PACKET,
                  () -> {});
          port.begin();
          return port;
        });
  }
}
