package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SIGHUP has certificates read again, without a restart. */
final class TlsReloadTest {
  private final Authority authority = Authority.make().issue("first").issue("second");

  private String nameShownAt(int port) {
    return PythonTls.client(
        port,
        authority,
        """
        s = secure()
        say(dict(part[0] for part in s.getpeercert()['subject'])['commonName'].encode())
        """);
  }

  private void use(String name) {
    authority.copy(name + ".pem", "server.pem");
    authority.copy(name + ".key", "server.key");
  }

  @ParameterizedTest
  @EnumSource(names = {"VIRTUAL", "PROCESSES", "LOOP_ON_IO_URING", "LOOP_ON_EPOLL"})
  void newConnectionsGetTheNewCertificateAndOldOnesGoOn(Engines engine) {
    use("first");
    try (Server server = Server.serve("echo", authority.serving("server")).startOn(engine)) {
      Child old =
          Python.script(
                  """
                  import ssl
                  context = ssl.create_default_context(cafile=ARGS[2])
                  s = context.wrap_socket(connect(), server_hostname='localhost')
                  s.sendall(b'1')
                  say(exactly(s, 1))
                  s.sendall(sys.stdin.buffer.read(1))
                  say(exactly(s, 1))
                  """,
                  "127.0.0.1",
                  server.tls(),
                  authority.file("ca.pem"))
              .start();
      try (old) {
        old.out().await("1");
        assertThat(nameShownAt(server.tls())).isEqualTo("first");
        use("second");
        server.process().signal("HUP");
        server.process().err().await("certificates read again");
        assertThat(nameShownAt(server.tls())).isEqualTo("second");
        assertThat(old.write("2").out().awaitEnd()).isEqualTo("12");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"VIRTUAL", "PROCESSES", "LOOP_ON_IO_URING", "LOOP_ON_EPOLL"})
  void whatCannotBeUsedChangesNothingAndIsTold(Engines engine) {
    use("first");
    try (Server server = Server.serve("echo", authority.serving("server")).startOn(engine)) {
      authority.copy("second.key", "server.key");
      server.process().signal("HUP");
      assertThat(server.process().err().await("the old ones stay")).contains("server.key");
      assertThat(nameShownAt(server.tls())).isEqualTo("first");
    }
  }
}
