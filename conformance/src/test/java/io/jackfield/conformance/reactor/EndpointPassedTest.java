package io.jackfield.conformance.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.reactor.DatagramOptions;
import io.jackfield.reactor.ListeningPort;
import io.jackfield.reactor.LossReason.Done;
import io.jackfield.reactor.endpoint.Endpoint;
import io.jackfield.reactor.endpoint.EndpointUseException;
import io.jackfield.reactor.endpoint.Endpoints;
import io.jackfield.reactor.endpoint.PassedSocketException;
import io.jackfield.socket.Pipe;
import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sockets that this process was given, opened by their numbers: {@code fd:}. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class EndpointPassedTest {
  private static final InetSocketAddress LOOPBACK =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final List<Socket> sockets = new ArrayList<>();
  private final Recorder server = new Recorder();
  private final Recorder client = new Recorder();

  @AfterEach
  void close() throws IOException {
    for (Socket one : sockets) {
      one.close();
    }
  }

  private Socket bound(SocketType type) throws IOException {
    Socket socket = Socket.openFor(LOOPBACK, type);
    sockets.add(socket);
    return socket.bind(LOOPBACK);
  }

  private Socket listening() throws IOException {
    return bound(SocketType.STREAM).listen();
  }

  private static Endpoint passed(Socket socket) throws IOException {
    return fd(OpenFiles.copyOf(socket));
  }

  private static Endpoint fd(int number) {
    return Endpoint.parse("fd:" + number);
  }

  @Test
  void aListeningSocketListensAndAConnectedOneIsAConnection() throws Exception {
    Socket listening = listening();
    try (World.Scene scene = World.EPOLL.open()) {
      var endpoints = new Endpoints(scene.server());
      ListeningPort port = endpoints.listen(passed(listening), _ -> server);
      assertThat(port.localAddress()).isEqualTo(listening.localAddress());
      assertThat(port.localAddresses()).containsExactly(port.localAddress());
      Socket connected = Socket.openFor(port.localAddress(), SocketType.STREAM);
      sockets.add(connected);
      connected.connect(port.localAddress());
      List<@Nullable SocketAddress> peers = new ArrayList<>();
      var made =
          endpoints.connect(
              passed(connected),
              peer -> {
                peers.add(peer);
                return client;
              });
      connected.close();
      assertThat(made).isCompletedWithValue(client);
      assertThat(peers).containsExactly(port.localAddress());
      client.say("hello");
      client.transport().close();
      scene.until(() -> server.isMade() && server.isLost());
      assertThat(server.text()).isEqualTo("hello");
    }
  }

  @Test
  void aUnixPairHasNoNamesAndIsConnectedAllTheSame() throws Exception {
    List<Socket> pair = Socket.pair(SocketType.STREAM);
    sockets.addAll(pair);
    try (World.Scene scene = World.EPOLL.open()) {
      var endpoints = new Endpoints(scene.server());
      endpoints.connect(passed(pair.getFirst()), _ -> client).resultNow();
      endpoints.connect(passed(pair.getLast()), _ -> server).resultNow();
      close();
      client.say("hello");
      client.transport().close();
      scene.until(server::isLost);
      assertThat(server.text()).isEqualTo("hello");
      assertThat(server.lost).isInstanceOf(Done.class);
    }
  }

  @Test
  void datagramSocketsReceiveAndSend() throws Exception {
    var receiver = new DatagramRecorder();
    var sender = new DatagramRecorder();
    Socket at = bound(SocketType.DATAGRAM);
    Socket from = bound(SocketType.DATAGRAM);
    from.connect(Objects.requireNonNull(at.localAddress()));
    try (World.Scene scene = World.EPOLL.open()) {
      var endpoints = new Endpoints(scene.server());
      endpoints.listenDatagrams(passed(at), receiver, DatagramOptions.DEFAULTS);
      endpoints
          .connectDatagrams(passed(from), sender, DatagramOptions.DEFAULTS)
          .resultNow()
          .send(DatagramRecorder.bytes("hello"));
      scene.until(() -> receiver.messages.contains("hello"));
    }
  }

  @Test
  void whatADescriptorIsNotIsSaidAndItStaysTheCallers() throws Exception {
    try (World.Scene scene = World.EPOLL.open();
        Pipe pipe = Pipe.open()) {
      var endpoints = new Endpoints(scene.server());
      Endpoint listening = passed(listening());
      Endpoint datagrams = passed(bound(SocketType.DATAGRAM));
      Endpoint bound = passed(bound(SocketType.STREAM));
      Endpoint input = fd(pipe.source().descriptor());
      refused(endpoints, "connect", listening, "a listening socket: it is opened with listen");
      refused(endpoints, "listenDatagrams", listening, "a listening socket");
      refused(endpoints, "listen", datagrams, "it is opened with listenDatagrams");
      refused(endpoints, "connectDatagrams", datagrams, "it is opened with listenDatagrams");
      refused(endpoints, "listen", bound, "neither listens nor is connected");
      refused(endpoints, "connect", input, "'pipe:[");
      refused(endpoints, "listen", fd(1 << 20), "is not open");
      assertThat(client.told).isEmpty();
      // They are still open, and may still be opened as what they are.
      endpoints.listen(listening, _ -> server).stop();
      refused(endpoints, "listen", listening, "was opened before");
      endpoints.listenDatagrams(datagrams, new DatagramRecorder(), DatagramOptions.DEFAULTS);
    }
  }

  @Test
  void aConnectionThatTheFactoryDoesNotWantStaysTheCallers() throws Exception {
    List<Socket> pair = Socket.pair(SocketType.STREAM);
    sockets.addAll(pair);
    Endpoint endpoint = passed(pair.getFirst());
    try (World.Scene scene = World.EPOLL.open()) {
      var endpoints = new Endpoints(scene.server());
      assertThat(endpoints.connect(endpoint, _ -> null).exceptionNow())
          .hasMessageContaining("no protocol");
      endpoints.connect(endpoint, _ -> client).resultNow();
      assertThat(client.isMade()).isTrue();
    }
  }

  @Test
  void withoutAServiceManagerThatIsSaid() throws Exception {
    try (World.Scene scene = World.EPOLL.open()) {
      var endpoints = new Endpoints(scene.server());
      Endpoint web = Endpoint.parse("systemd:web");
      assertThatThrownBy(() -> endpoints.listen(web, _ -> server))
          .isInstanceOf(PassedSocketException.class);
      assertThat(endpoints.connect(web, _ -> client).exceptionNow())
          .isInstanceOf(PassedSocketException.class);
    }
  }

  private void refused(Endpoints endpoints, String use, Endpoint endpoint, String said) {
    assertThatThrownBy(
            () -> {
              switch (use) {
                case "listen" -> endpoints.listen(endpoint, _ -> server);
                case "listenDatagrams" ->
                    endpoints.listenDatagrams(
                        endpoint, new DatagramRecorder(), DatagramOptions.DEFAULTS);
                case "connect" -> throw endpoints.connect(endpoint, _ -> client).exceptionNow();
                default ->
                    throw endpoints
                        .connectDatagrams(
                            endpoint, new DatagramRecorder(), DatagramOptions.DEFAULTS)
                        .exceptionNow();
              }
            })
        .isInstanceOf(EndpointUseException.class)
        .hasMessageStartingWith(endpoint + ": ")
        .hasMessageContaining(said);
    assertThat(Files.exists(Path.of("/proc/self/fd/" + endpoint.toString().substring(3))))
        .isEqualTo(!said.contains("not open") && !said.contains("before"));
  }
}
