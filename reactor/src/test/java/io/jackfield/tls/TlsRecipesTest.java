package io.jackfield.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The recipes of docs/tls.md, run. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class TlsRecipesTest {
  @TempDir static Path folder;
  private static Authority authority;

  @BeforeAll
  static void makeCertificates() {
    authority = Authority.in(folder);
    authority.issue("server", Authority.EC, "DNS:localhost");
  }

  private static Path path(String name) {
    return authority.file(name);
  }

  private static Socket listener() throws IOException {
    Socket listener = Socket.open(StandardProtocolFamily.INET, SocketType.STREAM);
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).listen();
    return listener;
  }

  private static InetSocketAddress addressOf(Socket listener) throws IOException {
    return (InetSocketAddress) Objects.requireNonNull(listener.getLocalAddress());
  }

  private static Socket connected(Socket listener) throws IOException {
    Socket socket = Socket.open(StandardProtocolFamily.INET, SocketType.STREAM);
    socket.connect(addressOf(listener));
    return socket;
  }

  private static <T> FutureTask<T> meanwhile(Callable<T> work) {
    var task = new FutureTask<>(work);
    Thread.ofVirtual().start(task);
    return task;
  }

  @Test
  void aServerFromPemFilesAndAClientWithItsOwnAuthority() throws Exception {
    TlsServerConfig server =
        TlsServerConfig.builder(TlsIdentity.pem(path("server.pem"), path("server.key"))).build();
    TlsClientConfig client = TlsClientConfig.builder().trust(TlsTrust.pem(path("ca.pem"))).build();
    try (Socket listener = listener()) {
      var serving =
          meanwhile(() -> {
            Socket accepted = Objects.requireNonNull(listener.accept());
            try (var stream = new TlsStream(accepted, server.newSession())) {
              stream.out().write("hello\n".getBytes(UTF_8));
            }
            return true;
          });
      try (var stream = new TlsStream(connected(listener), client.newSession("localhost", 5432))) {
        TlsInfo info = stream.handshake();
        assertThat(info.protocol()).isEqualTo(TlsProtocol.TLS_1_3);
        assertThat(stream.in().readAllBytes()).asString(UTF_8).isEqualTo("hello\n");
      }
      assertThat(serving.get()).isTrue();
    }
    server.reload();
  }

  /** A line in plain text, byte by byte: nothing of what follows may be taken with it. */
  private static String line(Socket from) throws IOException {
    var line = new StringBuilder();
    ByteBuffer one = ByteBuffer.allocate(1);
    while (from.receive(one.clear()) == 1 && one.get(0) != '\n') {
      line.append((char) one.get(0));
    }
    return line.toString().strip();
  }

  private static void say(Socket to, String line) throws IOException {
    to.sendAll(ByteBuffer.wrap((line + "\r\n").getBytes(US_ASCII)));
  }

  private static boolean serveMail(Socket socket, TlsServerConfig config) throws IOException {
    say(socket, "220 mail.test ESMTP");
    line(socket);
    say(socket, "250-mail.test");
    say(socket, "250 STARTTLS");
    assertThat(line(socket)).isEqualTo("STARTTLS");
    say(socket, "220 go ahead");
    try (var stream = new TlsStream(socket, config.newSession())) {
      int first = stream.in().read();
      stream.out().write(("250 sealed " + (char) first + "\r\n").getBytes(US_ASCII));
      return stream.in().read() < 0;
    }
  }

  @Test
  void starttlsAsAServerOfOpenssl() throws Exception {
    TlsServerConfig config = TlsServerConfig.builder(authority.identity("server")).build();
    try (Socket listener = listener()) {
      var serving = meanwhile(() -> serveMail(Objects.requireNonNull(listener.accept()), config));
      try (Tool openssl =
          Tool.start(
              "openssl",
              "s_client",
              "-starttls",
              "smtp",
              "-connect",
              "127.0.0.1:" + addressOf(listener).getPort(),
              "-CAfile",
              path("ca.pem"),
              "-verify_return_error",
              "-verify_hostname",
              "localhost",
              "-nocommands")) {
        openssl.type("x");
        openssl.await("250 sealed x");
        openssl.closeInput();
        assertThat(serving.get()).isTrue();
      }
    }
  }

  @Test
  void starttlsAsAClient() throws Exception {
    TlsServerConfig server = TlsServerConfig.builder(authority.identity("server")).build();
    TlsClientConfig client = TlsClientConfig.builder().trust(authority.trust()).build();
    try (Socket listener = listener()) {
      var serving = meanwhile(() -> serveMail(Objects.requireNonNull(listener.accept()), server));
      Socket socket = connected(listener);
      assertThat(line(socket)).startsWith("220");
      say(socket, "EHLO client.test");
      while (line(socket).startsWith("250-")) {}
      say(socket, "STARTTLS");
      assertThat(line(socket)).startsWith("220");
      try (var stream = new TlsStream(socket, client.newSession("localhost", 25))) {
        stream.out().write('y');
        assertThat(stream.in().readNBytes(14)).asString(US_ASCII).isEqualTo("250 sealed y\r\n");
      }
      assertThat(serving.get()).isTrue();
    }
  }
}
