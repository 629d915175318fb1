package io.jackfield.conformance.reactor.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.conformance.e2e.Command;
import io.jackfield.conformance.e2e.Command.Finished;
import io.jackfield.reactor.DatagramOptions;
import io.jackfield.reactor.DatagramProtocol;
import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.endpoint.Endpoint;
import io.jackfield.reactor.endpoint.EndpointParser;
import io.jackfield.reactor.endpoint.EndpointSyntaxException;
import io.jackfield.reactor.endpoint.EndpointUseException;
import io.jackfield.reactor.endpoint.Endpoints;
import io.jackfield.tls.TlsConfigException;
import io.jackfield.tls.TlsEndpoint;
import io.jackfield.tls.TlsException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code tls:} opened on a loop, with what is given in code and with what its options say. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class TlsEndpointsTest {
  private static final EndpointParser BARE = TlsEndpoint.addTo(EndpointParser.standard());

  @TempDir static Path folder;
  private static Authority authority;
  private static String files;
  private static String ca;

  @BeforeAll
  static void certificates() {
    authority = new Authority(folder);
    files = "?cert=" + authority.certificate("server") + "&key=" + authority.key("server");
    ca = "ca=" + authority.certificate("authority");
  }

  private static int listen(Loop loop, Endpoint endpoint) throws Exception {
    return loop.call(() ->
        ((InetSocketAddress)
                new Endpoints(loop.reactor()).listen(endpoint, _ -> new Echo()).localAddress())
            .getPort());
  }

  private static Future<Protocol> connect(Loop loop, Endpoint endpoint, Told told)
      throws Exception {
    CompletableFuture<Protocol> made = new CompletableFuture<>();
    loop.run(() -> {
      var _ =
          new Endpoints(loop.reactor())
              .connect(endpoint, _ -> told)
              .whenComplete((protocol, failure) -> {
                if (failure == null) {
                  made.complete(protocol);
                } else {
                  made.completeExceptionally(failure);
                }
              });
    });
    return made;
  }

  private static void assertEchoes(Loop loop, Endpoint endpoint) throws Exception {
    var told = new Told();
    Loop.soon(connect(loop, endpoint, told));
    loop.run(() -> {
      told.made.resultNow().write(ByteBuffer.wrap(Bytes.megabyte()));
      told.made.resultNow().endOutput();
    });
    Loop.soon(told.lost);
    assertThat(told.text()).isEqualTo(Bytes.MEGABYTE);
  }

  @Test
  void bothSidesHaveWhatIsGivenInCode() throws Exception {
    EndpointParser parser =
        TlsEndpoint.addTo(EndpointParser.standard(), authority.client(), authority.server());
    try (Loop loop = Loop.start()) {
      int port = listen(loop, parser.parse("tls://127.0.0.1:0?backlog=5"));
      assertEchoes(loop, parser.parse("tls://localhost:" + port + "?timeout=5s"));
      assertEchoes(loop, parser.parse("tls://127.0.0.1:" + port));
    }
  }

  @Test
  void bothSidesHaveWhatTheirOptionsSay() throws Exception {
    try (Loop loop = Loop.start()) {
      int port = listen(loop, BARE.parse("tls://127.0.0.1:0" + files));
      assertEchoes(loop, BARE.parse("tls://127.0.0.1:" + port + "?" + ca));
      assertEchoes(loop, BARE.parse("tls://127.0.0.1:" + port + "?" + ca + "&name=localhost"));
      Finished openssl =
          Command.tool("openssl", "s_client", "-connect", "127.0.0.1:" + port)
              .and("-CAfile", authority.certificate("authority"), "-verify_return_error")
              .and("-quiet", "-no_ign_eof")
              .run("hello\n");
      assertThat(openssl.exit()).as(openssl.err()).isZero();
    }
  }

  @Test
  void aClientChecksWhoItSpeaksWith() throws Exception {
    try (Loop loop = Loop.start()) {
      int port = listen(loop, BARE.parse("tls://127.0.0.1:0" + files));
      for (String options : new String[] {"", "?" + ca + "&name=elsewhere.example"}) {
        var told = new Told();
        Endpoint endpoint = BARE.parse("tls://127.0.0.1:" + port + options);
        assertThatThrownBy(() -> Loop.soon(connect(loop, endpoint, told)))
            .isInstanceOf(TlsException.class);
        assertThat(told.made).isNotDone();
      }
    }
  }

  @Test
  void filesThatCannotBeUsedAreToldOf() throws Exception {
    try (Loop loop = Loop.start()) {
      Endpoint server = BARE.parse("tls://127.0.0.1:0?cert=/no/such&key=/no/such");
      assertThatThrownBy(() -> listen(loop, server)).isInstanceOf(TlsConfigException.class);
      Endpoint client = BARE.parse("tls://127.0.0.1:1?ca=/no/such");
      assertThatThrownBy(() -> Loop.soon(connect(loop, client, new Told())))
          .isInstanceOf(TlsConfigException.class);
    }
  }

  @Test
  void aServerHasACertificateAndNoDatagrams() throws Exception {
    try (Loop loop = Loop.start()) {
      Endpoint bare = BARE.parse("tls://127.0.0.1:0");
      assertThatThrownBy(() -> listen(loop, bare))
          .isInstanceOf(EndpointUseException.class)
          .hasMessageContaining("?cert=FILE&key=FILE");
      DatagramProtocol nobody = (_, _) -> {};
      assertThatThrownBy(() ->
              loop.call(() ->
                  new Endpoints(loop.reactor())
                      .listenDatagrams(bare, nobody, DatagramOptions.DEFAULTS)))
          .isInstanceOf(EndpointUseException.class);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "listen | tls://127.0.0.1:0?cert=x | 23 | given together",
        "listen | tls://127.0.0.1:0?key=x | 22 | given together",
        "listen | tls://127.0.0.1:0?ca=x | 18 | backlog, cert, ipv6-only, key, reuse-port",
        "connect | tls://127.0.0.1:0?alpn=h2 | 18 | it knows these: ca, name, timeout",
        "connect | tls://127.0.0.1:0?verify=0 | 18 | does not know this option",
        "connect | tls://127.0.0.1:0?ca | 18 | ca has a value"
      })
  void anOptionThatIsWrongIsPointedAt(String use, String text, int index, String said)
      throws Exception {
    try (Loop loop = Loop.start()) {
      Endpoint endpoint = BARE.parse(text);
      assertThatThrownBy(
              () -> {
                if (use.equals("listen")) {
                  listen(loop, endpoint);
                } else {
                  Loop.soon(connect(loop, endpoint, new Told()));
                }
              })
          .hasMessageContaining(said)
          .isInstanceOfSatisfying(
              EndpointSyntaxException.class, e -> assertThat(e.index()).isEqualTo(index));
    }
  }
}
