package io.jackfield.conformance.reactor.peers;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.conformance.e2e.Python;
import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.StreamOptions;
import io.jackfield.socket.FlightRecorder;
import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketEvent;
import io.jackfield.socket.SocketEvent.Kind;
import io.jackfield.socket.SocketObservers;
import io.jackfield.socket.SocketType;
import io.jackfield.tls.Tls;
import io.jackfield.tls.TlsException;
import io.jackfield.tls.TlsPeer;
import io.jackfield.tls.TlsStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What those who observe sockets are told of a loop's. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ObservedTest {
  @TempDir static Path folder;
  private static Authority authority;

  private final Queue<SocketEvent> events = new ConcurrentLinkedQueue<>();

  @BeforeAll
  static void certificates() {
    authority = new Authority(folder);
  }

  private SocketEvent only(Kind kind, Predicate<SocketEvent> which) {
    List<SocketEvent> found =
        events.stream().filter(event -> event.kind() == kind && which.test(event)).toList();
    assertThat(found).as("%s in %s", kind, events).hasSize(1);
    return found.getFirst();
  }

  private List<String> lifeOf(SocketEvent first) {
    return events.stream()
        .filter(event -> event.descriptor() == first.descriptor())
        .dropWhile(event -> !event.equals(first))
        .map(event -> event.kind() + " " + event.call() + " " + event.bytes())
        .toList();
  }

  @Test
  void bothEndsOfAConnectionOfTheLoop() throws Exception {
    Sessions<Echo> sessions = Sessions.echo();
    var told = new Told();
    InetSocketAddress at;
    try (var watching = SocketObservers.add(events::add);
        Loop loop = Loop.start()) {
      assertThat(watching).isNotNull();
      at = Loop.at(loop.listen(sessions));
      Loop.soon(loop.call(() -> loop.reactor().connect(at, _ -> told)));
      loop.run(() -> Told.say(told.made.resultNow(), "hello"));
      String _ = told.await(5);
      loop.run(() -> told.made.resultNow().endOutput());
      Loop.soon(told.lost);
      Loop.soon(sessions.next().lost);
    }
    SocketEvent connected = only(Kind.CONNECTED, event -> at.equals(event.address()));
    assertThat(connected.nanos()).isPositive();
    assertThat(lifeOf(connected))
        .startsWith("CONNECTED connect 0", "WRITTEN send 5", "READ recv 5", "READ recv 0")
        .contains("CLOSED close 0");
    SocketEvent accepted =
        only(Kind.ACCEPTED, event -> event.descriptor() != connected.descriptor());
    assertThat(accepted.address()).isNotNull();
    assertThat(lifeOf(accepted))
        .startsWith(
            "ACCEPTED accept 0", "READ recv 5", "WRITTEN send 5", "READ recv 0", "CLOSED close 0");
  }

  @Test
  void aRefusalNamesWhoWasAsked() throws Exception {
    try (var watching = SocketObservers.add(events::add);
        Loop loop = Loop.start()) {
      assertThat(watching).isNotNull();
      try (Socket nobody = Socket.openFor(Loop.at(0), SocketType.STREAM)) {
        nobody.bind(Loop.at(0));
        SocketAddress at = requireNonNull(nobody.localAddress());
        assertThatThrownBy(
                () -> Loop.soon(loop.call(() -> loop.reactor().connect(at, _ -> new Told()))))
            .isInstanceOf(ConnectException.class);
        SocketEvent refused = only(Kind.FAILED, event -> at.equals(event.address()));
        assertThat(refused.call()).isEqualTo("connect");
        assertThat(refused.error()).hasToString("ECONNREFUSED");
      }
    }
  }

  @Test
  void handshakesOfTheLoopWithWhomAndHowLong() throws Exception {
    var told = new Told();
    try (var watching = SocketObservers.add(events::add);
        Loop loop = Loop.start()) {
      assertThat(watching).isNotNull();
      int port = loop.listen(Tls.server(authority.server(), _ -> new Echo()));
      TlsPeer peer = TlsPeer.of(authority.client(), "localhost", port);
      Protocol _ =
          Loop.soon(
              loop.call(() ->
                  Tls.connect(
                      loop.reactor(), Loop.at(port), peer, _ -> told, StreamOptions.DEFAULTS)));
      loop.run(() -> Told.say(told.made.resultNow(), "hello"));
      String _ = told.await(5);
      SocketEvent client = only(Kind.SECURED, event -> Loop.at(port).equals(event.address()));
      SocketEvent server = only(Kind.SECURED, event -> !Loop.at(port).equals(event.address()));
      assertThat(List.of(client, server))
          .allMatch(event -> event.call().equals("TLS handshake") && event.nanos() > 0);
      assertThat(server.address()).isEqualTo(told.transport().localAddress());
      String _ = Python.client(port, "s = connect()\ns.sendall(b'in plain words')\nsay(rest(s))");
    }
    assertThat(only(Kind.FAILED, event -> event.call().equals("TLS handshake")).nanos())
        .isPositive();
  }

  @Test
  void handshakesOfBlockingStreams() throws Exception {
    try (var watching = SocketObservers.add(events::add);
        Loop loop = Loop.start()) {
      assertThat(watching).isNotNull();
      int port = loop.listen(Tls.server(authority.server(), _ -> new Echo()));
      try (TlsStream stream = stream(port, "localhost")) {
        stream.handshake();
      }
      SocketEvent done = only(Kind.SECURED, event -> Loop.at(port).equals(event.address()));
      SocketEvent connected = only(Kind.CONNECTED, event -> Loop.at(port).equals(event.address()));
      assertThat(done.descriptor()).isEqualTo(connected.descriptor());
      assertThat(done.nanos()).isPositive();
      events.clear();
      try (TlsStream stream = stream(port, "elsewhere.test")) {
        assertThatThrownBy(stream::handshake).isInstanceOf(TlsException.class);
      }
      SocketEvent failed = only(Kind.FAILED, event -> Loop.at(port).equals(event.address()));
      assertThat(failed.call()).isEqualTo("TLS handshake");
    }
  }

  private static TlsStream stream(int port, String host) throws IOException {
    Socket socket = Socket.openFor(Loop.at(port), SocketType.STREAM);
    socket.connect(Loop.at(port));
    return new TlsStream(socket, authority.client().newSession(host, port));
  }

  @Test
  void aFlightRecordingHasThem() throws Exception {
    Path file = folder.resolve("loop.jfr");
    int port;
    try (var recording = new Recording();
        var watching = SocketObservers.add(new FlightRecorder());
        Loop loop = Loop.start()) {
      assertThat(watching).isNotNull();
      recording.enable("io.jackfield.Socket");
      recording.start();
      port = loop.listen(Tls.server(authority.server(), _ -> new Echo()));
      try (TlsStream stream = stream(port, "localhost")) {
        stream.write(ByteBuffer.wrap(new byte[5]));
        stream.read(ByteBuffer.allocate(5));
      }
      recording.stop();
      recording.dump(file);
    }
    String here = "127.0.0.1:" + port;
    List<RecordedEvent> recorded =
        RecordingFile.readAllEvents(file).stream()
            .filter(event -> event.getEventType().getName().equals("io.jackfield.Socket"))
            .toList();
    assertThat(recorded)
        .extracting(event -> event.getString("what"))
        .contains("LISTENING", "ACCEPTED", "CONNECTED", "READ", "WRITTEN", "CLOSED");
    assertThat(recorded)
        .filteredOn(event -> event.getString("what").equals("SECURED"))
        .hasSize(2)
        .anyMatch(event -> here.equals(event.getString("peer")))
        .allMatch(event -> event.getDuration("taken").isPositive());
  }
}
