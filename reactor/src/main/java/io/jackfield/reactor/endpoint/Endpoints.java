package io.jackfield.reactor.endpoint;

import io.jackfield.reactor.DatagramOptions;
import io.jackfield.reactor.DatagramProtocol;
import io.jackfield.reactor.DatagramTransport;
import io.jackfield.reactor.Descriptors;
import io.jackfield.reactor.ListeningPort;
import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.ProtocolFactory;
import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.StreamOptions;
import io.jackfield.reactor.endpoint.PassedSocket.Kind;
import io.jackfield.socket.linux.SocketCalls;
import java.io.IOException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Opens endpoints on a reactor: any of them by one call, whatever its scheme. For the loop's
 * thread, as the reactor's own methods. One for each reactor will do.
 *
 * <p>An endpoint's options are these, and they come before what is given in code; others are
 * refused with an {@link EndpointSyntaxException} that points at them.
 *
 * <table>
 *   <caption>Options by scheme</caption>
 *   <tr><td>{@code tcp}</td><td>to listen: {@code backlog=128}, {@code reuse-port}, {@code
 *       ipv6-only}; to connect: {@code timeout=5s} for each attempt</td></tr>
 *   <tr><td>{@code unix}</td><td>to listen: {@code backlog=128}, {@code mode=0660} ({@link
 *       io.jackfield.reactor.SocketPath#permissions}), {@code take-stale} ({@link
 *       io.jackfield.reactor.SocketPath#takesStale}); to connect: {@code timeout=5s}</td></tr>
 *   <tr><td>{@code udp}</td><td>{@code broadcast}; to listen: {@code reuse-port}, {@code
 *       ipv6-only}</td></tr>
 *   <tr><td>{@code unix-dgram}</td><td>to listen: {@code mode=0660}, {@code take-stale}</td></tr>
 *   <tr><td>{@code file}</td><td>{@code read}, which holds if nothing is said; {@code write} makes
 *       it, or empties it; {@code append} makes it, or goes on at its end; {@code read&write} leaves
 *       what is there, as for a device</td></tr>
 *   <tr><td>{@code exec}</td><td>{@code stderr}: its standard error arrives too; else it is this
 *       process's own</td></tr>
 *   <tr><td>{@code pty}</td><td>{@code rows=24}, {@code columns=80}, {@code term=xterm}: the
 *       variable {@code TERM}</td></tr>
 * </table>
 *
 * <p>Where the driver has no such thing, all methods throw {@link UnsupportedOperationException},
 * and where the reactor is stopped {@link IllegalStateException}. Source: Twisted's {@code
 * IStreamServerEndpoint} and {@code IStreamClientEndpoint}; for the options socat(1).
 */
public final class Endpoints {
  private static final String ONE_CONVERSATION =
      "here is one conversation, and nothing that others connect to: it is opened with connect";

  private static final String IS_STREAM = "a stream carries no datagrams: it is opened with ";

  private static final String IS_DATAGRAMS = "datagrams make no connections: open it with ";

  private final Reactor reactor;
  private final PassedDescriptors passed = new PassedDescriptors();

  /** For endpoints that are opened on this reactor. */
  public Endpoints(Reactor reactor) {
    this.reactor = reactor;
  }

  // ---- streams ----------------------------------------------------------------------------------

  /** As below, with the defaults. */
  public ListeningPort listen(Endpoint endpoint, ProtocolFactory factory) throws IOException {
    return listen(endpoint, factory, StreamOptions.DEFAULTS);
  }

  /**
   * Takes connections: at {@code tcp}, {@code unix} and added schemes, and by sockets that were
   * passed, {@code fd} and {@code systemd}, of which all that have the name are one port. A host's
   * name is looked up while the caller waits, and its first address taken.
   *
   * @throws EndpointUseException if nothing can connect to it, or it is no listening socket
   * @throws EndpointSyntaxException for an option that is wrong
   * @throws IOException if it cannot be had: {@link io.jackfield.socket.AddressInUseException},
   *     {@link PassedSocketException} and their like
   */
  public ListeningPort listen(Endpoint endpoint, ProtocolFactory factory, StreamOptions options)
      throws IOException {
    OptionReader given = OptionReader.toListen(endpoint);
    return switch (endpoint) {
      case Endpoint.Tcp tcp -> {
        StreamOptions all = given.tcpPort(tcp.at(), options);
        given.end();
        yield reactor.listen(tcp.at().resolved(), factory, all);
      }
      case Endpoint.Unix unix -> {
        StreamOptions all = given.unixPort(unix.address(), options);
        given.end();
        yield reactor.listen(unix.address(), factory, all);
      }
      case Endpoint.Fd _, Endpoint.Systemd _ -> {
        given.end();
        yield listenPassed(endpoint, factory, options);
      }
      case Endpoint.Extension extension -> extension.listen(reactor, factory, options);
      case Endpoint.Udp _, Endpoint.UnixDatagram _ ->
          throw new EndpointUseException(endpoint, IS_DATAGRAMS + "listenDatagrams");
      case Endpoint.Stdio _, Endpoint.Exec _, Endpoint.Pty _, Endpoint.File _ ->
          throw new EndpointUseException(endpoint, ONE_CONVERSATION);
    };
  }

  private ListeningPort listenPassed(
      Endpoint endpoint, ProtocolFactory factory, StreamOptions options) throws IOException {
    List<ListeningPort> ports = new ArrayList<>();
    try {
      for (int number : passed.all(endpoint, Kind.LISTENER)) {
        ports.add(reactor.descriptors().listener(number, factory, options));
      }
    } catch (IOException | RuntimeException e) {
      ports.forEach(ListeningPort::stop);
      throw e;
    }
    return ports.size() == 1 ? ports.getFirst() : new CombinedPort(List.copyOf(ports));
  }

  /** As below, with the defaults. */
  public CompletableFuture<Protocol> connect(Endpoint endpoint, ProtocolFactory factory) {
    return connect(endpoint, factory, StreamOptions.DEFAULTS);
  }

  /**
   * Connects: as {@link Reactor#connect} to {@code tcp} and {@code unix}, and to added schemes. The
   * others are open when this returns: a connected socket that was passed ({@code fd}, {@code
   * systemd}), {@code stdio}, a {@code file}, and a command ({@code exec}, {@code pty}), which is
   * such a connection as {@link io.jackfield.reactor.Processes#connect} says; a stop of the reactor
   * ends it.
   *
   * @return completed on the loop's thread with the factory's protocol, after its {@code
   *     connectionMade}; or with an {@link IOException}, as {@link EndpointUseException} and {@link
   *     java.nio.file.NoSuchFileException}. Cancelling it, by any thread, ends the attempts.
   * @throws EndpointSyntaxException for an option that is wrong
   */
  public CompletableFuture<Protocol> connect(
      Endpoint endpoint, ProtocolFactory factory, StreamOptions options) {
    OptionReader given = OptionReader.toConnect(endpoint);
    return switch (endpoint) {
      case Endpoint.Tcp tcp -> {
        StreamOptions all = given.connection(options);
        given.end();
        try {
          tcp.at().requireHost(tcp);
          yield reactor.connect(tcp.at().socketAddress(), factory, all);
        } catch (EndpointUseException | UnknownHostException e) {
          yield CompletableFuture.failedFuture(e);
        }
      }
      case Endpoint.Unix unix -> {
        StreamOptions all = given.connection(options);
        given.end();
        yield reactor.connect(unix.address(), factory, all);
      }
      case Endpoint.Fd _, Endpoint.Systemd _ -> {
        given.end();
        yield connectPassed(endpoint, factory, options);
      }
      case Endpoint.Stdio _, Endpoint.Exec _, Endpoint.Pty _, Endpoint.File _ ->
          reactor
              .descriptors()
              .connect(factory, null, LocalStreams.opening(reactor, endpoint, given, options));
      case Endpoint.Extension extension -> extension.connect(reactor, factory, options);
      case Endpoint.Udp _, Endpoint.UnixDatagram _ ->
          CompletableFuture.failedFuture(
              new EndpointUseException(endpoint, IS_DATAGRAMS + "connectDatagrams"));
    };
  }

  private CompletableFuture<Protocol> connectPassed(
      Endpoint endpoint, ProtocolFactory factory, StreamOptions options) {
    Descriptors descriptors = reactor.descriptors();
    try {
      int number = passed.one(endpoint, Kind.CONNECTION);
      CompletableFuture<Protocol> made =
          descriptors.connect(
              factory,
              SocketCalls.remoteAddress(number),
              protocol -> descriptors.connection(number, protocol, options));
      if (made.isCompletedExceptionally()) {
        passed.giveBack(number);
      }
      return made;
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  // ---- datagrams --------------------------------------------------------------------------------

  /**
   * Receives and sends datagrams, at {@code udp} and {@code unix-dgram}, and by a datagram socket
   * that was passed. A host's name is looked up while the caller waits, and its first address
   * taken.
   *
   * @throws EndpointUseException if it is of streams, or no such socket
   * @throws EndpointSyntaxException for an option that is wrong
   * @throws IOException if it cannot be had
   */
  public DatagramTransport listenDatagrams(
      Endpoint endpoint, DatagramProtocol protocol, DatagramOptions options) throws IOException {
    OptionReader given = OptionReader.toListen(endpoint);
    return switch (endpoint) {
      case Endpoint.Udp udp -> {
        DatagramOptions all = given.udpPort(udp.at(), options);
        given.end();
        yield reactor.listenDatagrams(udp.at().resolved(), protocol, all);
      }
      case Endpoint.UnixDatagram unix -> {
        DatagramOptions all = given.unixPort(unix.address(), options);
        given.end();
        yield reactor.listenDatagrams(unix.address(), protocol, all);
      }
      case Endpoint.Fd _, Endpoint.Systemd _ -> {
        given.end();
        int number = passed.one(endpoint, Kind.DATAGRAMS);
        yield reactor.descriptors().datagrams(number, protocol, options);
      }
      case Endpoint.Tcp _, Endpoint.Unix _, Endpoint.Extension _ ->
          throw new EndpointUseException(endpoint, IS_STREAM + "listen");
      case Endpoint.Stdio _, Endpoint.Exec _, Endpoint.Pty _, Endpoint.File _ ->
          throw new EndpointUseException(endpoint, IS_STREAM + "connect");
    };
  }

  /**
   * Sends datagrams to one peer, and receives from it alone: as {@link
   * io.jackfield.reactor.Datagrams#connect}, to {@code udp} and {@code unix-dgram}, and by a
   * connected datagram socket that was passed. Of a host's name the first address is taken.
   *
   * @return completed on the loop's thread, after {@link DatagramProtocol#bound}; or with an {@link
   *     IOException}, as {@link EndpointUseException}. Cancelling it, by any thread, ends the
   *     attempt
   * @throws EndpointSyntaxException for an option that is wrong
   */
  public CompletableFuture<DatagramTransport> connectDatagrams(
      Endpoint endpoint, DatagramProtocol protocol, DatagramOptions options) {
    OptionReader given = OptionReader.toConnect(endpoint);
    return switch (endpoint) {
      case Endpoint.Udp udp -> {
        DatagramOptions all = given.broadcast(options);
        given.end();
        try {
          udp.at().requireHost(udp);
        } catch (EndpointUseException e) {
          yield CompletableFuture.failedFuture(e);
        }
        yield new DatagramLookUp(reactor, udp.at()).connect(protocol, all);
      }
      case Endpoint.UnixDatagram unix -> {
        given.end();
        yield reactor.datagrams().connect(unix.address(), protocol, options);
      }
      case Endpoint.Fd _, Endpoint.Systemd _ -> {
        given.end();
        try {
          int number = passed.one(endpoint, Kind.CONNECTED_DATAGRAMS);
          yield CompletableFuture.completedFuture(
              reactor.descriptors().datagrams(number, protocol, options));
        } catch (IOException e) {
          yield CompletableFuture.failedFuture(e);
        }
      }
      case Endpoint.Tcp _,
          Endpoint.Unix _,
          Endpoint.Extension _,
          Endpoint.Stdio _,
          Endpoint.Exec _,
          Endpoint.Pty _,
          Endpoint.File _ ->
          CompletableFuture.failedFuture(new EndpointUseException(endpoint, IS_STREAM + "connect"));
    };
  }
}
