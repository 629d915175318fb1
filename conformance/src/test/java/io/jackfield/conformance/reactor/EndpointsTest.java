package io.jackfield.conformance.reactor;

import static io.jackfield.conformance.reactor.EndpointUse.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.conformance.e2e.Command;
import io.jackfield.reactor.DatagramOptions;
import io.jackfield.reactor.ListeningPort;
import io.jackfield.reactor.LossReason.Done;
import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.ProtocolFactory;
import io.jackfield.reactor.endpoint.Endpoint;
import io.jackfield.reactor.endpoint.EndpointUseException;
import io.jackfield.reactor.endpoint.Endpoints;
import io.jackfield.reactor.endpoint.HostPort;
import io.jackfield.reactor.endpoint.Options;
import io.jackfield.socket.SocketType;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What opening an endpoint does: addresses, files, options and refusals. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class EndpointsTest {
  @TempDir Path folder;

  private final Recorder server = new Recorder();
  private final Recorder client = new Recorder();

  private static Endpoint of(ListeningPort port) {
    return Endpoint.of(port.localAddress(), SocketType.STREAM);
  }

  private static Endpoint endpoint(String text) {
    return Endpoint.parse(text);
  }

  private Endpoint file(String name, String options) {
    return endpoint("file:" + folder.resolve(name) + options);
  }

  // ---- streams ----------------------------------------------------------------------------------

  @ParameterizedTest
  @EnumSource(names = {"EPOLL", "POLL", "SELECT", "NIO", "SIMULATED", "CAPRICIOUS"})
  void whatListensIsConnectedToByItsBoundAddressAsText(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      Endpoint any = Endpoint.of(scene.anyPort(), SocketType.STREAM);
      ListeningPort port = new Endpoints(scene.server()).listen(any, _ -> server);
      Endpoint bound = endpoint(of(port).toString());
      assertThat(bound).isEqualTo(of(port)).isNotEqualTo(any);
      CompletableFuture<Protocol> made = new Endpoints(scene.client()).connect(bound, _ -> client);
      scene.until(() -> made.isDone() && server.isMade());
      assertThat(made.resultNow()).isSameAs(client);
      client.say("hello");
      client.transport().close();
      scene.until(() -> client.isLost() && server.isLost());
      assertThat(server.text()).isEqualTo("hello");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"unix:FOLDER/a socket", "unix:@jackfield-endpoints-PID"})
  void unixSocketsListenAndAreConnectedToByOthersToo(String text) throws Exception {
    String filled =
        text.replace("FOLDER", folder.toString())
            .replace("PID", "" + ProcessHandle.current().pid());
    try (World.Scene scene = World.EPOLL.open()) {
      var endpoints = new Endpoints(scene.server());
      ListeningPort port = endpoints.listen(endpoint(filled), _ -> server);
      assertThat(of(port)).isEqualTo(endpoint(filled));
      CompletableFuture<Protocol> made = endpoints.connect(of(port), _ -> client);
      scene.until(() -> made.isDone() && server.isMade());
      client.say("hello");
      client.transport().close();
      scene.until(server::isLost);
      assertThat(server.text()).isEqualTo("hello");
    }
  }

  @Test
  void aNameIsLookedUp() throws Exception {
    try (World.Scene scene = World.EPOLL.open()) {
      var endpoints = new Endpoints(scene.server());
      ListeningPort port = endpoints.listen(endpoint("tcp://localhost:0"), _ -> server);
      assertThat(((InetSocketAddress) port.localAddress()).getAddress().isLoopbackAddress())
          .isTrue();
      var named = new HostPort("localhost", ((InetSocketAddress) port.localAddress()).getPort());
      CompletableFuture<Protocol> made =
          endpoints.connect(new Endpoint.Tcp(named, Options.NONE), _ -> client);
      scene.until(made::isDone);
      assertThat(made.state()).isEqualTo(Future.State.SUCCESS);
      Endpoint unknown = endpoint("tcp://no-such-host.invalid:1");
      assertThatThrownBy(() -> endpoints.listen(unknown, _ -> server))
          .isInstanceOf(UnknownHostException.class);
      CompletableFuture<Protocol> lost = endpoints.connect(unknown, _ -> client);
      scene.until(lost::isDone);
      assertThat(failure(lost)).isInstanceOf(UnknownHostException.class);
      assertThat(failure(endpoints.connect(endpoint("tcp://[fe80::1%none]:1"), _ -> client)))
          .isInstanceOf(UnknownHostException.class);
    }
  }

  @Test
  void withoutAHostEveryAddressIsListenedAt() throws Exception {
    try (World.Scene scene = World.EPOLL.open()) {
      var endpoints = new Endpoints(scene.server());
      ListeningPort port = endpoints.listen(endpoint("tcp://:0"), _ -> server);
      var bound = (InetSocketAddress) port.localAddress();
      assertThat(bound.getAddress().isAnyLocalAddress()).isTrue();
      CompletableFuture<Protocol> made =
          endpoints.connect(endpoint("tcp://127.0.0.1:" + bound.getPort()), _ -> client);
      scene.until(made::isDone);
      assertThat(made.state()).isEqualTo(Future.State.SUCCESS);
    }
  }

  @Test
  void aFactoryIsToldOfItsFirstAndItsLastUse() throws Exception {
    List<String> told = new ArrayList<>();
    var factory =
        new ProtocolFactory() {
          @Override
          public Protocol buildProtocol(@Nullable SocketAddress peer) {
            told.add("build " + peer);
            return client;
          }

          @Override
          public void started() {
            told.add("started");
          }

          @Override
          public void stopped() {
            told.add("stopped");
          }
        };
    try (World.Scene scene = World.EPOLL.open()) {
      var endpoints = new Endpoints(scene.server());
      assertThat(failure(endpoints.connect(file("none", ""), factory)))
          .isInstanceOf(NoSuchFileException.class);
      assertThat(told).containsExactly("started", "build null", "stopped");
      told.clear();
      for (Endpoint one : List.of(file("some", "?write"), endpoint("exec:true"))) {
        assertThat(endpoints.connect(one, factory).resultNow()).isSameAs(client);
        assertThat(told).containsExactly("started", "build null");
        client.transport().close();
        scene.until(() -> told.contains("stopped"));
        told.clear();
      }
      assertThat(failure(endpoints.connect(file("some", ""), _ -> null)))
          .hasMessageContaining("no protocol");
    }
  }

  // ---- files ------------------------------------------------------------------------------------

  private void write(World.Scene scene, Endpoint to, String text) {
    var writer = new Recorder();
    assertThat(new Endpoints(scene.server()).connect(to, _ -> writer)).isCompletedWithValue(writer);
    writer.say(text);
    writer.transport().close();
    scene.until(writer::isLost);
    assertThat(writer.lost).isInstanceOf(Done.class);
  }

  @Test
  void aFileIsReadOrMadeOrEmptiedOrGoneOnWithOrChanged() throws Exception {
    try (World.Scene scene = World.EPOLL.open()) {
      var endpoints = new Endpoints(scene.server());
      assertThat(failure(endpoints.connect(file("x", "?read&write"), _ -> client)))
          .isInstanceOf(NoSuchFileException.class);
      write(scene, file("x", "?write"), "what was");
      write(scene, file("x", "?write"), "one");
      write(scene, file("x", "?append"), "two");
      write(scene, file("x", "?read&append"), "three");
      assertThat(Files.readString(folder.resolve("x"))).isEqualTo("onetwothree");
      write(scene, file("x", "?read&write"), "ONE");
      assertThat(Files.readString(folder.resolve("x"))).isEqualTo("ONEtwothree");
      endpoints.connect(file("x", ""), _ -> client).resultNow();
      scene.until(client::isLost);
      assertThat(client.text()).isEqualTo("ONEtwothree");
      assertThat(client.told).containsExactly("made", "data", "end", "lost Done");
    }
  }

  // ---- options ----------------------------------------------------------------------------------

  // ---- refusals ---------------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "LISTEN | stdio: | one conversation",
        "LISTEN | exec:cat | one conversation",
        "LISTEN | pty:cat | one conversation",
        "LISTEN | file:x | opened with connect",
        "LISTEN | udp://127.0.0.1:0 | open it with listenDatagrams",
        "LISTEN | unix-dgram:@x | open it with listenDatagrams",
        "CONNECT | udp://127.0.0.1:1 | open it with connectDatagrams",
        "CONNECT | unix-dgram:@x | open it with connectDatagrams",
        "LISTEN_DATAGRAMS | tcp://127.0.0.1:0 | it is opened with listen",
        "LISTEN_DATAGRAMS | unix:@x | it is opened with listen",
        "LISTEN_DATAGRAMS | exec:cat | it is opened with connect",
        "CONNECT_DATAGRAMS | tcp://127.0.0.1:1 | it is opened with connect",
        "CONNECT_DATAGRAMS | stdio: | it is opened with connect",
        "CONNECT | tcp://:1 | a connection is made to one, as to 127.0.0.1:1",
        "CONNECT_DATAGRAMS | udp://:1 | a connection is made to one, as to 127.0.0.1:1",
      })
  void whatAnEndpointCannotDoIsRefusedWithTheReason(EndpointUse use, String text, String said)
      throws Exception {
    try (World.Scene scene = World.EPOLL.open()) {
      var endpoints = new Endpoints(scene.server());
      Throwable refused;
      try {
        refused = use.open(endpoints, endpoint(text), client);
      } catch (EndpointUseException e) {
        refused = e;
      }
      assertThat(refused)
          .isInstanceOf(EndpointUseException.class)
          .hasMessageStartingWith(text + ": ")
          .hasMessageContaining(said);
      assertThat(client.told).isEmpty();
    }
  }

  /** One whose scheme does nothing. */
  private record Idle(Options options) implements Endpoint.Extension {
    @Override
    public String scheme() {
      return "idle";
    }

    @Override
    public String toString() {
      return "idle:" + options;
    }
  }

  @Test
  void anAddedSchemeDoesNothingUnlessItSaysWhat() throws Exception {
    try (World.Scene scene = World.EPOLL.open()) {
      var endpoints = new Endpoints(scene.server());
      var idle = new Idle(Options.NONE);
      assertThatThrownBy(() -> endpoints.listen(idle, _ -> server))
          .isInstanceOf(EndpointUseException.class)
          .hasMessageContaining("idle");
      assertThat(failure(endpoints.connect(idle, _ -> client)))
          .isInstanceOf(EndpointUseException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NIO", "SIMULATED", "CAPRICIOUS"})
  void whatADriverCannotItRefuses(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      var endpoints = new Endpoints(scene.server());
      for (String text : List.of("stdio:", "exec:true", "pty:true", "file:x")) {
        assertThatThrownBy(() -> endpoints.connect(endpoint(text), _ -> client))
            .isInstanceOf(UnsupportedOperationException.class);
      }
      assertThatThrownBy(
              () -> endpoints.listen(endpoint("unix:" + folder + "/x?mode=0600"), _ -> server))
          .isInstanceOf(UnsupportedOperationException.class);
      assertThat(client.told).isEmpty();
    }
  }

  // ---- datagrams --------------------------------------------------------------------------------

  @Test
  void datagramsGoBothWays() throws Exception {
    var receiver = new DatagramRecorder();
    try (World.Scene scene = World.EPOLL.open()) {
      var endpoints = new Endpoints(scene.server());
      endpoints.listenDatagrams(
          endpoint("udp://127.0.0.1:0?reuse-port&broadcast"), receiver, DatagramOptions.DEFAULTS);
      int port = ((InetSocketAddress) receiver.address()).getPort();
      for (String host : List.of("127.0.0.1", "localhost")) {
        var sender = new DatagramRecorder();
        var made =
            endpoints.connectDatagrams(
                endpoint("udp://" + host + ":" + port), sender, DatagramOptions.DEFAULTS);
        scene.until(made::isDone);
        sender.say("to " + host);
        scene.until(() -> receiver.messages.contains("to " + host));
        receiver.say("back", Objects.requireNonNull(receiver.from));
        scene.until(() -> sender.messages.contains("back"));
      }
      var lost =
          endpoints.connectDatagrams(
              endpoint("udp://no-such-host.invalid:1"),
              new DatagramRecorder(),
              DatagramOptions.DEFAULTS);
      scene.until(lost::isDone);
      assertThat(failure(lost)).isInstanceOf(UnknownHostException.class);
    }
  }

  @Test
  void unixDatagramsComeFromOthersToo() throws Exception {
    var receiver = new DatagramRecorder();
    var sender = new DatagramRecorder();
    String path = folder.resolve("dgram").toString();
    try (World.Scene scene = World.EPOLL.open()) {
      var endpoints = new Endpoints(scene.server());
      endpoints.listenDatagrams(endpoint("unix-dgram:" + path), receiver, DatagramOptions.DEFAULTS);
      Command.tool("socat", "-u", "-", "UNIX-SENDTO:" + path).run("from socat");
      var made =
          endpoints.connectDatagrams(
              endpoint("unix-dgram:" + path), sender, DatagramOptions.DEFAULTS);
      scene.until(made::isDone);
      sender.say("from us");
      scene.until(() -> receiver.messages.size() == 2);
      assertThat(receiver.messages).containsExactly("from socat", "from us");
    }
  }
}
