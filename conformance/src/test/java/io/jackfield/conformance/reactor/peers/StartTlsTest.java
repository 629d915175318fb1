package io.jackfield.conformance.reactor.peers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.conformance.e2e.Child;
import io.jackfield.conformance.e2e.Command;
import io.jackfield.conformance.e2e.Python;
import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.Transport;
import io.jackfield.tls.Tls;
import io.jackfield.tls.TlsServerConfig;
import io.jackfield.tls.TlsTransport;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From plain text to TLS on one connection, in both roles: OpenSSL speaks SMTP's, Python both. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class StartTlsTest {
  @TempDir static Path folder;
  private static Authority authority;

  @BeforeAll
  static void certificates() {
    authority = new Authority(folder);
  }

  /** As much of a mail server as there is before the mail (RFC 3207). */
  private static final class Mail implements Protocol {
    private final TlsServerConfig config;
    private final Echo above;
    private Transport transport;
    private String line = "";

    @SuppressWarnings("NullAway.Init") // Made before anything else is told.
    Mail(TlsServerConfig config, Echo above) {
      this.config = config;
      this.above = above;
    }

    @Override
    public void connectionMade(Transport its) {
      transport = its;
      Told.say(its, "220 ready\r\n");
    }

    @Override
    public void dataReceived(ByteBuffer data) {
      line += ISO_8859_1.decode(data);
      int end = line.indexOf("\r\n");
      if (end < 0) {
        return;
      }
      String command = line.substring(0, end);
      line = ""; // What came with the command did not come through TLS.
      if (command.equals("STARTTLS")) {
        Told.say(transport, "220 go ahead\r\n");
        var _ = Tls.start(transport, config.newSession(), above);
      } else {
        Told.say(transport, "250-here\r\n250 STARTTLS\r\n");
      }
    }
  }

  @Test
  void opensslStartsTlsAsMailDoes() throws Exception {
    var echo = new Echo();
    TlsServerConfig config = authority.server();
    try (Loop loop = Loop.start();
        Child client =
            Command.tool("openssl", "s_client", "-starttls", "smtp", "-nocommands", "-brief")
                .and("-connect", "127.0.0.1:" + loop.listen(_ -> new Mail(config, echo)))
                .and("-CAfile", authority.certificate("authority"), "-verify_return_error")
                .start()) {
      client.write(Bytes.megabyte());
      assertThat(client.out().awaitBytes(1 << 20)).endsWith(Bytes.MEGABYTE);
      client.closeInput();
      assertThat(client.awaitExit()).isZero();
      assertThat(echo.transport()).isInstanceOf(TlsTransport.class);
      assertThat(Loop.soon(echo.lost)).isInstanceOf(LossReason.Done.class);
    }
  }

  @Test
  void pythonStartsTlsAndWhatItSaidInOnePieceWithTheCommandIsThrownAway() throws Exception {
    var echo = new Echo();
    TlsServerConfig config = authority.server();
    try (Loop loop = Loop.start()) {
      String said =
          Python.run(
              """
              import ssl
              s = connect()
              s.recv(100)
              s.sendall(b'STARTTLS\\r\\nRCPT TO: intruder\\r\\n')
              assert exactly(s, 14) == b'220 go ahead\\r\\n'
              s = ssl.create_default_context(cafile=ARGS[2]).wrap_socket(
                  s, server_hostname='localhost', suppress_ragged_eofs=False)
              s.sendall(b'secret')
              say(exactly(s, 6))
              s.unwrap()
              """,
              "127.0.0.1",
              loop.listen(_ -> new Mail(config, echo)),
              authority.certificate("authority"));
      assertThat(said).isEqualTo("secret");
      assertThat(Loop.soon(echo.lost)).isInstanceOf(LossReason.Done.class);
    }
  }

  @Test
  void weStartTlsWithPython() throws Exception {
    var above = new Told();
    try (Child server =
            Python.script(
                    """
                    import ssl
                    l = socket.create_server(('127.0.0.1', 0))
                    say(b'port %d\\n' % l.getsockname()[1])
                    s, _ = l.accept()
                    assert exactly(s, 10) == b'STARTTLS\\r\\n'
                    s.sendall(b'220 go ahead\\r\\n')
                    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                    context.load_cert_chain(ARGS[0], ARGS[1])
                    s = context.wrap_socket(s, server_side=True, suppress_ragged_eofs=False)
                    s.sendall(b'echo ' + exactly(s, 5))
                    assert rest(s) == b''
                    s.unwrap()
                    say(b'good-bye')
                    """,
                    authority.certificate("server"), authority.key("server"))
                .start();
        Loop loop = Loop.start()) {
      int port = Integer.parseInt(server.out().await(Pattern.compile("port (\\d+)\n")).group(1));
      var session = authority.client().newSession("localhost", port);
      Told plain =
          new Told() {
            @Override
            public void dataReceived(ByteBuffer answer) {
              var _ = Tls.start(made.resultNow(), session, above);
            }
          };
      Loop.soon(loop.call(() -> loop.reactor().connect(Loop.at(port), _ -> plain)));
      loop.run(() -> Told.say(plain.made.resultNow(), "STARTTLS\r\n"));
      Transport transport = above.transport();
      loop.run(() -> Told.say(transport, "hello"));
      assertThat(above.await(10)).isEqualTo("echo hello");
      loop.run(transport::close);
      assertThat(Loop.soon(above.lost)).isInstanceOf(LossReason.Done.class);
      server.out().await("good-bye");
    }
  }
}
