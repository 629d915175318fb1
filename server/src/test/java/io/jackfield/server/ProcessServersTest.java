package io.jackfield.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.protocol.proxy.ProxyHeader;
import io.jackfield.protocol.proxy.ProxyHeader.Extension;
import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.ProtocolFactory;
import io.jackfield.reactor.Transport;
import io.jackfield.server.WorkerHandlers.Obedient;
import io.jackfield.server.WorkerHandlers.ObedientToDatagrams;
import io.jackfield.socket.address.Addresses;
import io.jackfield.tls.TlsServerConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is of worker processes alone; the rest is in the suites for every engine. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ProcessServersTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir private Path folder;

  private final Told hooks = new Told();

  /** What the hooks were told. */
  private static final class Told implements ServerHooks<StreamRequest> {
    private final LinkedBlockingQueue<Throwable> errors = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<IOException> lost = new LinkedBlockingQueue<>();

    @Override
    public void handleError(StreamRequest request, Throwable error) {
      errors.add(error);
    }

    @Override
    public void handleTakeError(IOException error) {
      lost.add(error);
    }
  }

  private StreamServerBuilder<TcpServer> obedient(WorkerOptions.Builder options) {
    return TcpServer.at(Peer.ANY_PORT)
        .engine(Engine.processes(options.build()))
        .hooks(hooks)
        .handler(Obedient.class, Map.of("colour", "blue", "notes", notes().toString()));
  }

  private Path notes() {
    return folder.resolve("notes");
  }

  private static Line connect(BaseServer server) throws IOException {
    return Line.plain(SocketChannel.open(server.address()));
  }

  /** Reads the answer, a line. */
  private static String ask(Line line, String order) throws IOException {
    return answer(line.send(order + "\n"));
  }

  private static String answer(Line line) throws IOException {
    var answer = new StringBuilder();
    for (int next; (next = line.in().read()) >= 0 && next != '\n'; ) {
      answer.append((char) next);
    }
    return answer.toString();
  }

  private static long pid(Line line) throws IOException {
    return Long.parseLong(ask(line, "pid"));
  }

  // ---- handlers by name -------------------------------------------------------------------------

  @Test
  void aHandlerIsMadeWithItsSettings() throws Exception {
    try (var server = obedient(AnyEngine.workers(1)).start();
        Line line = connect(server)) {
      assertThat(ask(line, "colour")).isEqualTo("blue");
      assertThat(pid(line)).isNotEqualTo(ProcessHandle.current().pid());
    }
  }

  @Test
  void whatOtherProcessesCannotMakeIsRefusedWithTheReason() {
    StreamServerBuilder<TcpServer> builder = obedient(AnyEngine.workers(1));
    assertThatThrownBy(() -> builder.handler(Handlers.Echo::new).start())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("say handler(Greeting.class) for handler(Greeting::new)");
    assertThatThrownBy(() -> builder.handler(Handlers.Echo.class, Map.of("a", "b")))
        .hasMessageContaining("has settings, but no constructor for a Map");
    assertThatThrownBy(() -> builder.handler(NotStatic.class))
        .hasMessageContaining("a class within another must be static");
    assertThatThrownBy(() ->
            UdpServer.at(Peer.ANY_PORT)
                .engine(Engine.processes(AnyEngine.workers(1).build()))
                .protocol(() -> (data, sender) -> {})
                .open())
        .hasMessageContaining("worker processes have no protocols of datagrams");
  }

  /** Makes a reactor's protocol. */
  static final class Echoes implements ProtocolFactory {
    @Override
    public Protocol buildProtocol(@Nullable SocketAddress peer) {
      return new Protocol() {
        private @Nullable Transport transport;

        @Override
        public void connectionMade(Transport made) {
          transport = made;
        }

        @Override
        public void dataReceived(ByteBuffer data) {
          Objects.requireNonNull(transport).write(data);
        }
      };
    }
  }

  @Test
  void aReactorsProtocolRunsInAWorkerToo() throws Exception {
    try (var server = obedient(AnyEngine.workers(1)).protocol(Echoes.class, Map.of()).start();
        Line line = connect(server)) {
      assertThat(line.send("one").receive(3)).isEqualTo("one");
      assertThat(line.send("two").end().receiveAll()).isEqualTo("two");
    }
  }

  @SuppressWarnings("ClassCanBeStatic")
  final class NotStatic extends StreamRequestHandler {
    @Override
    protected void handle() {}
  }

  // ---- workers that end -------------------------------------------------------------------------

  @Test
  void aWorkerThatIsKilledEndsItsOwnConversationsAndIsReplaced() throws Exception {
    try (var server = obedient(AnyEngine.workers(2)).start()) {
      List<Line> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        all.add(connect(server));
      }
      Set<Long> pids = new HashSet<>();
      List<Line> ofVictim = new ArrayList<>();
      long victim = pid(all.getFirst());
      for (Line line : all) {
        long pid = pid(line);
        pids.add(pid);
        if (pid == victim) {
          ofVictim.add(line);
        }
      }
      assertThat(pids).hasSize(2);
      assertThat(ofVictim).as("of eight connections").hasSize(4);

      assertThat(ProcessHandle.of(victim).orElseThrow().destroyForcibly()).isTrue();

      for (Line line : all) {
        if (ofVictim.contains(line)) {
          assertThat(isEnded(line)).isTrue();
        } else {
          assertThat(pid(line)).isNotEqualTo(victim);
        }
      }
      assertThat(hooks.lost.take())
          .isInstanceOfSatisfying(
              WorkerLostException.class,
              lost -> {
                assertThat(lost.processId()).isEqualTo(victim);
                assertThat(lost.status()).isEqualTo(128 + 9);
                assertThat(lost).hasMessageContaining("by signal 9, and 4 requests with it");
              });
      for (int i = 0; i < 4; i++) {
        assertThat(hooks.errors.take()).isInstanceOf(WorkerLostException.class);
      }
      assertThat(server.counts().failed()).isEqualTo(4);
      assertThat(Path.of("/proc/" + victim)).as("no zombie").doesNotExist();
      awaitWorkers(server, 2);
      for (Line line : all) {
        line.close();
      }
    }
  }

  /** Connects until so many workers have answered. */
  private static void awaitWorkers(BaseServer server, int count) throws IOException {
    Set<Long> pids = new HashSet<>();
    List<Line> lines = new ArrayList<>();
    while (pids.size() < count) {
      Line line = connect(server);
      lines.add(line);
      pids.add(pid(line));
    }
    for (Line line : lines) {
      line.close();
    }
  }

  private static boolean isEnded(Line line) {
    try {
      return line.in().read() < 0;
    } catch (IOException e) {
      return true; // Reset.
    }
  }

  @Test
  void aWorkerThatExitsOrRunsOutOfMemoryIsReplacedToo() throws Exception {
    try (var server = obedient(AnyEngine.workers(1)).start()) {
      try (Line line = connect(server)) {
        line.send("exit\n");
        assertThat(isEnded(line)).isTrue();
      }
      assertThat(hooks.lost.take()).hasMessageContaining("by itself with status 3, and 1 request");
      try (Line line = connect(server)) {
        line.send("memory\n");
        assertThat(isEnded(line)).isTrue();
      }
      assertThat(hooks.lost.take()).hasMessageContaining("by itself with status 3, and 1 request");
      try (Line line = connect(server)) {
        assertThat(ask(line, "colour")).isEqualTo("blue");
      }
    }
  }

  @Test
  void aWorkerThatHasAnsweredEnoughIsReplacedAndFinishesWhatItHas() throws Exception {
    try (var server = obedient(AnyEngine.workers(1).recycleAfter(3)).start();
        Line first = connect(server)) {
      long old = pid(first);
      long last = old;
      for (long begun = System.nanoTime(); last == old; ) {
        assertThat(System.nanoTime() - begun).isLessThan(SOON.toNanos());
        try (Line line = connect(server)) {
          last = pid(line);
        }
      }
      assertThat(pid(first)).isEqualTo(old);
      ProcessHandle retired = ProcessHandle.of(old).orElseThrow();
      first.end();
      assertThat(first.receiveAll()).isEmpty();
      retired.onExit().join();
      assertThat(hooks.errors).isEmpty();
      assertThat(hooks.lost).isEmpty();
    }
  }

  @Test
  void aWorkerThatCannotBeStartedIsAnErrorOfTheStart() throws Exception {
    int before = OpenDescriptors.count();
    assertThatThrownBy(() -> obedient(AnyEngine.workers(2).jvmOptions("-XX:NoSuchOption")).start())
        .isInstanceOf(WorkerLostException.class)
        .hasMessageContaining("by itself with status 1 before it was ready");
    assertThat(OpenDescriptors.count()).isLessThanOrEqualTo(before + 1);
  }

  /** A worker's {@code main} that does nothing. */
  static final class Idle {
    private Idle() {}

    public static void main(String[] args) throws InterruptedException {
      Thread.currentThread().join();
    }
  }

  @Test
  void aWorkerThatIsNotReadyInTimeIsAnErrorOfTheStart() {
    WorkerOptions.Builder options =
        AnyEngine.workers(1).main(Idle.class).startTimeout(Duration.ofMillis(200));
    assertThatThrownBy(() -> obedient(options).start())
        .isInstanceOf(WorkerLostException.class)
        .hasRootCauseMessage("it took longer than 200 ms");
  }

  /** A worker's {@code main} before which somebody else calls the server, and is heard out. */
  static final class Second {
    private static final String STRANGER =
        """
        import socket, sys
        line = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        line.connect('\\0' + sys.argv[1])
        sys.exit(len(line.recv(1)))
        """;

    private Second() {}

    public static void main(String[] args) throws Exception {
      Process stranger = new ProcessBuilder("python3", "-c", STRANGER, args[0]).inheritIO().start();
      if (stranger.waitFor() == 0) { // Nothing was said to it, and the line closed.
        WorkerProcess.main(args);
      }
    }
  }

  @Test
  void aStrangerWhoFindsTheLineIsSentAway() throws Exception {
    try (var server = obedient(AnyEngine.workers(1).main(Second.class)).start();
        Line line = connect(server)) {
      assertThat(ask(line, "colour")).isEqualTo("blue");
    }
  }

  @Test
  void aHandlerThatNeverReturnsIsInterruptedWhenTheTimeToDrainIsUp() throws Exception {
    try (var server = obedient(AnyEngine.workers(1)).drainTimeout(Duration.ofSeconds(1)).start();
        Line waiting = connect(server)) {
      long worker = pid(waiting);
      assertThat(ask(waiting, "wait")).isEqualTo("begun");
      server.shutdown();
      assertThat(server.awaitEnd(SOON)).isTrue();
      assertThat(notes()).hasContent("interrupted");
      assertThat(Path.of("/proc/" + worker)).doesNotExist();
    }
  }

  @Test
  void whatAHandlerThrowsIsToldWithItsPlace() throws Exception {
    try (var server = obedient(AnyEngine.workers(1)).start();
        Line line = connect(server)) {
      line.send("throw\n");
      assertThat(line.receiveAll()).isEmpty();
      assertThat(hooks.errors.take())
          .isInstanceOfSatisfying(
              WorkerException.class,
              error -> {
                assertThat(error.thrown()).isEqualTo("java.lang.IllegalStateException");
                assertThat(error).hasMessage("as it was told to");
                assertThat(error.getStackTrace()[0].getClassName()).endsWith("Obedient");
              });
    }
  }

  // ---- whose connection it is -------------------------------------------------------------------

  /** What has come behind the header, here read with it, is the worker's; under TLS it is TLS's. */
  @Test
  void aWorkerKnowsTheClientThatAProxyNames() throws Exception {
    var client = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.7"), 4_711);
    var front = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 443);
    byte[] header =
        new ProxyHeader(
                2, client, front, List.of(new Extension(ProxyHeader.ALPN, new byte[] {'x'})))
            .encoded();
    Certificate certificate = Certificate.in(folder);
    try (var plain = obedient(AnyEngine.workers(1)).proxies(_ -> true).start();
        var secured =
            obedient(AnyEngine.workers(1)).proxies(_ -> true).tls(certificate.server()).start();
        SocketChannel first = SocketChannel.open(plain.address());
        SocketChannel second = SocketChannel.open(secured.address())) {
      first.write(new ByteBuffer[] {ByteBuffer.wrap(header), ByteBuffer.wrap(bytes("client\n"))});
      Line line = Line.plain(first);
      assertThat(answer(line)).isEqualTo("192.0.2.7:4711");
      assertThat(ask(line, "extensions")).isEqualTo("1");
      assertThat(ask(line, "server")).isEqualTo(Addresses.text(plain.address()));
      second.write(ByteBuffer.wrap(header));
      assertThat(ask(Line.secured(second, certificate), "client")).isEqualTo("192.0.2.7:4711");
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  // ---- what a worker has ------------------------------------------------------------------------

  @Test
  void aWorkerHasItsConnectionsAndNoOtherDescriptorOfTheServers() throws Exception {
    try (var server = obedient(AnyEngine.workers(2)).start();
        Line first = connect(server);
        Line second = connect(server)) {
      long worker = pid(first);
      assertThat(pid(second)).isNotEqualTo(worker);
      assertThat(sockets(worker)).as("the line and one connection").hasSize(2);
      // The descriptor is closed here when it has left, which may be after the worker has it.
      while (sockets(ProcessHandle.current().pid()).stream().anyMatch(sockets(worker)::contains)) {
        Thread.onSpinWait();
      }
    }
  }

  /** By their inodes: {@code socket:[4711]}. */
  private static Set<String> sockets(long pid) throws IOException {
    Set<String> sockets = new HashSet<>();
    try (Stream<Path> all = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      for (Path each : all.toList()) {
        try {
          String what = Files.readSymbolicLink(each).toString();
          if (what.startsWith("socket:")) {
            sockets.add(what);
          }
        } catch (IOException e) {
          // Closed since: the list's own.
        }
      }
    }
    return sockets;
  }

  @Test
  void aKeyIsGivenToAWorkerWithoutItsFilesAndByNoArgument() throws Exception {
    Certificate certificate = Certificate.in(folder);
    TlsServerConfig tls = certificate.server();
    String key = Files.readString(folder.resolve("key.pem"));
    try (var server = obedient(AnyEngine.workers(1)).tls(tls).open()) {
      Files.delete(folder.resolve("key.pem"));
      Thread.ofVirtual().start(server::serveForever);
      try (Line line = Line.secured(SocketChannel.open(server.address()), certificate)) {
        long worker = pid(line);
        for (String what : List.of("cmdline", "environ")) {
          String seen = Files.readString(Path.of("/proc/" + worker, what), ISO_8859_1);
          assertThat(seen)
              .doesNotContain(key.lines().skip(1).findFirst().orElseThrow())
              .doesNotContain("key.pem");
        }
      }
    }
  }

  @Test
  void certificatesThatAreReadAgainAreTheWorkersToo() throws Exception {
    TlsServerConfig tls = Certificate.in(folder).server();
    Certificate old = copy("old");
    try (var server = obedient(AnyEngine.workers(1)).tls(tls).start()) {
      try (Line line = Line.secured(SocketChannel.open(server.address()), old)) {
        assertThat(ask(line, "colour")).isEqualTo("blue");
      }
      Certificate renewed = Certificate.in(folder);
      tls.reload();
      try (Line line = Line.secured(SocketChannel.open(server.address()), renewed)) {
        assertThat(ask(line, "colour")).isEqualTo("blue");
      }
      assertThatThrownBy(
              () -> ask(Line.secured(SocketChannel.open(server.address()), old), "colour"))
          .isInstanceOf(IOException.class);
    }
  }

  private Certificate copy(String name) throws IOException {
    Path copy = Files.createDirectory(folder.resolve(name));
    Files.copy(folder.resolve("cert.pem"), copy.resolve("cert.pem"));
    return new Certificate(copy);
  }

  // ---- limits -----------------------------------------------------------------------------------

  @Test
  void whenAllWorkersAreBusyWhatComesIsRefused() throws Exception {
    try (var server = obedient(AnyEngine.workers(1).requests(1).atLimit(AtLimit.refuse())).start();
        Line line = connect(server)) {
      assertThat(ask(line, "colour")).isEqualTo("blue");
      try (Line refused = connect(server)) {
        assertThat(isEnded(refused)).isTrue();
      }
      assertThat(server.counts().overloaded()).isEqualTo(1);
      assertThat(ask(line, "colour")).isEqualTo("blue");
    }
  }

  // ---- datagrams --------------------------------------------------------------------------------

  @Test
  void workersShareASocketForDatagramsAndOneThatIsKilledIsReplaced() throws Exception {
    var errors = new LinkedBlockingQueue<String>();
    var lost = new LinkedBlockingQueue<IOException>();
    var datagramHooks =
        new ServerHooks<DatagramRequest>() {
          @Override
          public void handleError(DatagramRequest request, Throwable error) {
            errors.add(new String(request.data(), UTF_8) + ": " + error.getMessage());
          }

          @Override
          public void handleTakeError(IOException error) {
            lost.add(error);
          }
        };
    try (var server =
            UdpServer.at(Peer.ANY_PORT)
                .engine(Engine.processes(AnyEngine.workers(2).build()))
                .hooks(datagramHooks)
                .handler(ObedientToDatagrams.class)
                .start();
        var client = new DatagramPeer(server.address())) {
      client.send("throw");
      assertThat(errors.take()).isEqualTo("throw: as it was told to");
      client.send("pid");
      long victim = Long.parseLong(client.receive());
      ProcessHandle worker = ProcessHandle.of(victim).orElseThrow();
      assertThat(worker.destroyForcibly()).isTrue();
      worker.onExit().join();
      Set<Long> alive = new HashSet<>();
      int asked = 0;
      for (; alive.size() < 2; asked++) {
        client.send("pid");
        long pid = Long.parseLong(client.receive());
        assertThat(pid).isNotEqualTo(victim);
        alive.add(pid);
      }
      assertThat(lost.take()).hasMessageContaining("by signal 9");
      assertThat(server.counts().taken()).isBetween((long) asked, asked + 2L);
      server.shutdown();
      assertThat(server.awaitEnd(SOON)).isTrue();
      assertThat(server.counts().taken()).isBetween((long) asked, asked + 2L);
    }
  }

  @Test
  void singleDatagramsAreNotHandled() throws Exception {
    try (var server =
        UdpServer.at(Peer.ANY_PORT)
            .engine(Engine.processes(AnyEngine.workers(1).build()))
            .handler(ObedientToDatagrams.class)
            .open()) {
      assertThatThrownBy(server::handleRequest)
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("use serveForever");
    }
  }
}
