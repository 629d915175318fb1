package io.jackfield.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.protocol.proxy.ProxyHeader;
import io.jackfield.protocol.proxy.ProxyHeader.Extension;
import io.jackfield.reactor.ProtocolFactory;
import io.jackfield.socket.address.Addresses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers behind proxies that speak the PROXY protocol, on every engine. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ProxiedServersTest {
  private static final InetSocketAddress CLIENT = address("192.0.2.7", 4_711);
  private static final InetSocketAddress FRONT = address("192.0.2.1", 443);

  @TempDir private static Path folder;

  private static Certificate certificate;

  @BeforeAll
  static void makeCertificate() throws Exception {
    certificate = Certificate.in(folder);
  }

  private static InetSocketAddress address(String host, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(host), port);
  }

  /** How a server is written, and whether it speaks TLS. */
  record Form(Engines engine, boolean isExchange, boolean isTls) {}

  static Stream<Form> forms() {
    return Arrays.stream(Engines.values())
        .flatMap(engine ->
            Stream.of(
                new Form(engine, true, false),
                new Form(engine, false, false),
                new Form(engine, true, true),
                new Form(engine, false, true)));
  }

  static Stream<Form> plain() {
    return forms().filter(form -> !form.isTls());
  }

  /** Says who is there, then sends back what it gets. */
  private static final class Who implements Exchange {
    @Override
    public void begin(SocketAddress client, Answer answer) throws IOException {
      answer.write(StreamKind.bytes(Addresses.text(client) + ": "));
    }

    @Override
    public Next received(ByteBuffer chunk, Answer answer) throws IOException {
      answer.write(chunk);
      return Next.MORE;
    }
  }

  /** Tells of clients by name, and refuses one. */
  private final ToldHooks hooks =
      new ToldHooks() {
        @Override
        public boolean verifyRequest(StreamRequest request) {
          told.add("verify " + Addresses.text(request.clientAddress()));
          return !request.clientAddress().equals(address("192.0.2.66", 1));
        }

        @Override
        public void finishRequest(StreamRequest request) {
          told.add("finish " + request.proxyHeader().map(header -> header.extensions().size()));
        }
      };

  private StreamServerBuilder<TcpServer> server(Form form) throws IOException {
    StreamServerBuilder<TcpServer> builder =
        TcpServer.at(Peer.ANY_PORT)
            .engine(form.engine().engine())
            .proxies(AddressRange.anyOf("127.0.0.1"))
            .hooks(hooks);
    if (form.isTls()) {
      builder.tls(certificate.server());
    }
    return form.isExchange()
        ? builder.exchange(Who::new)
        : builder.handler(ExchangeHandler.of(Who::new));
  }

  private static Line behind(Form form, TcpServer server, byte[] header) throws IOException {
    SocketChannel channel = SocketChannel.open(server.address());
    channel.write(ByteBuffer.wrap(header));
    return form.isTls() ? Line.secured(channel, certificate) : Line.plain(channel);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void theClientIsWhoeverTheProxySays(Form form) throws Exception {
    var name = new Extension(ProxyHeader.AUTHORITY, StreamKind.bytes("example.org"));
    try (var server = server(form).start()) {
      for (ProxyHeader header :
          List.of(
              new ProxyHeader(1, CLIENT, FRONT, List.of()),
              new ProxyHeader(2, CLIENT, FRONT, List.of(name)))) {
        try (Line line = behind(form, server, header.encoded())) {
          assertThat(line.send("x").end().receiveAll()).isEqualTo("192.0.2.7:4711: x");
        }
        assertThat(hooks.told.take()).isEqualTo("verify 192.0.2.7:4711");
        assertThat(hooks.told.take()).isEqualTo("process");
        assertThat(hooks.told.take())
            .isEqualTo("finish Optional[" + header.extensions().size() + "]");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("plain")
  void itMayComeByteByByteOrWithWhatIsBehindIt(Form form) throws Exception {
    byte[] header = new ProxyHeader(1, CLIENT, FRONT, List.of()).encoded();
    try (var server = server(form).start()) {
      try (Line line = Line.plain(SocketChannel.open(server.address()))) {
        for (byte one : header) {
          line.out().write(one);
        }
        assertThat(line.send("x").end().receiveAll()).isEqualTo("192.0.2.7:4711: x");
      }
      byte[] both = Arrays.copyOf(header, header.length + 1);
      both[header.length] = 'y';
      try (Line line = behind(form, server, both)) {
        assertThat(line.end().receiveAll()).isEqualTo("192.0.2.7:4711: y");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsBehindItIsTheFirstThatAProtocolIsTold(Engines engine) throws Exception {
    byte[] header = new ProxyHeader(1, CLIENT, FRONT, List.of()).encoded();
    byte[] both = Arrays.copyOf(header, header.length + 1);
    both[header.length] = 'y';
    var form = new Form(engine, false, false);
    var told = new LinkedBlockingQueue<String>();
    ProtocolFactory factory =
        peer -> {
          told.add(String.valueOf(peer));
          return new RecordingProtocol(told);
        };
    try (var server = server(form).protocol(factory).start();
        Line line = behind(form, server, both)) {
      assertThat(line.receive(1)).isEqualTo("y");
      assertThat(line.send("z").end().receiveAll()).isEqualTo("z");
      assertThat(told.take()).isEqualTo(CLIENT.toString());
      assertThat(told.take()).isEqualTo("made");
      assertThat(told.take()).isEqualTo("data 1");
      assertThat(hooks.told.take()).isEqualTo("verify 192.0.2.7:4711");
    }
  }

  /** What looks like a header is data of it like any other. */
  @ParameterizedTest
  @MethodSource("plain")
  void whoIsNoProxyIsAClientWhateverItSays(Form form) throws Exception {
    byte[] header = new ProxyHeader(1, CLIENT, FRONT, List.of()).encoded();
    try (var server = server(form).proxies(AddressRange.anyOf("127.0.0.2")).start()) {
      String own;
      try (Line line = behind(form, server, header)) {
        own = Addresses.text(line.channel().getLocalAddress());
        assertThat(line.send("x").end().receiveAll())
            .isEqualTo(own + ": PROXY TCP4 192.0.2.7 192.0.2.1 4711 443\r\nx");
      }
      assertThat(hooks.next(3))
          .containsExactly("verify " + own, "process", "finish Optional.empty");
    }
  }

  @ParameterizedTest
  @MethodSource("plain")
  void aProxysOwnConnectionIsItsOwn(Form form) throws Exception {
    byte[] header = new ProxyHeader(2, null, null, List.of()).encoded();
    try (var server = server(form).start();
        Line line = behind(form, server, header)) {
      String own = Addresses.text(line.channel().getLocalAddress());
      assertThat(line.send("x").end().receiveAll()).isEqualTo(own + ": x");
    }
  }

  @ParameterizedTest
  @MethodSource("plain")
  void whoTheHooksRefuseIsTheClientNotTheProxy(Form form) throws Exception {
    byte[] header = new ProxyHeader(1, address("192.0.2.66", 1), FRONT, List.of()).encoded();
    try (var server = server(form).start()) {
      try (Line line = behind(form, server, header)) {
        assertThat(line.receiveAll()).isEmpty();
      }
      assertThat(hooks.told.take()).isEqualTo("verify 192.0.2.66:1");
      assertThat(server.counts().refused()).isEqualTo(1);
      server.shutdown();
      assertThat(server.awaitEnd(Duration.ofSeconds(10))).isTrue();
      assertThat(hooks.told).isEmpty();
    }
  }

  static Stream<Form> concurrent() {
    return plain().filter(form -> form.engine().isConcurrent());
  }

  @ParameterizedTest
  @MethodSource("concurrent")
  void ofOneClientThereMayBeSoManyWhateverTheProxy(Form form) throws Exception {
    Limits two = Limits.builder().connectionsPerAddress(2).build();
    byte[] header = new ProxyHeader(1, CLIENT, FRONT, List.of()).encoded();
    try (var server = server(form).limits(two).start();
        Line first = behind(form, server, header);
        Line second = behind(form, server, header)) {
      assertThat(first.receive(16)).isEqualTo("192.0.2.7:4711: ");
      assertThat(second.receive(16)).isEqualTo("192.0.2.7:4711: ");
      try (Line third = behind(form, server, header)) {
        assertThat(third.receiveAll()).isEmpty();
      }
      assertThat(server.counts().overloaded()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("plain")
  void aProxyThatSaysNothingOfTheKindIsRefused(Form form) throws Exception {
    try (var server = server(form).start();
        Line line = behind(form, server, StreamKind.bytes("GET / HTTP/1.1"))) {
      assertThatThrownBy(
              () -> {
                if (line.receiveAll().isEmpty()) {
                  throw new IOException("ended");
                }
              })
          .isInstanceOf(IOException.class);
      assertThat(hooks.told.take()).startsWith("error: PROXY protocol: ");
      assertThat(server.counts().failed()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("plain")
  void aHeaderThatIsNeverWholeHasItsTime(Form form) throws Exception {
    try (var server = server(form).handshakeTimeout(Duration.ofMillis(100)).start();
        Line line = behind(form, server, StreamKind.bytes("PROXY TCP4 "))) {
      assertThat(hooks.told.take()).isEqualTo("error: the proxy's header took longer than 100 ms");
      assertThat(line.channel().isOpen()).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("plain")
  void whoOnlyLooksWhetherSomebodyListensHasFailedAtNothing(Form form) throws Exception {
    try (var server = server(form).start()) {
      try (Line line = behind(form, server, new byte[0])) {
        assertThat(line.end().receiveAll()).isEmpty();
      }
      try (Line line = behind(form, server, StreamKind.bytes("PROXY"))) {
        assertThat(line.end().receiveAll()).isEmpty();
      }
      assertThat(hooks.told.take())
          .isEqualTo("error: the connection ended within the proxy's header");
      assertThat(server.counts().failed()).isEqualTo(1);
    }
  }
}
