package io.jackfield.conformance.reactor.peers;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.jackfield.conformance.e2e.Child;
import io.jackfield.conformance.e2e.Command;
import io.jackfield.conformance.e2e.Python;
import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.ProtocolFactory;
import io.jackfield.reactor.Reactor;
import io.jackfield.tls.Tls;
import io.jackfield.tls.TlsTruncatedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients of a TLS port that do not behave, beside one that does and notices nothing. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class TlsBadClientsTest {
  @TempDir static Path folder;
  private static Authority authority;

  private final Sessions<Echo> sessions = Sessions.echo();

  @BeforeAll
  static void certificates() {
    authority = new Authority(folder);
  }

  private static Child openssl(int port, String... more) {
    return Command.tool("openssl", "s_client", "-connect", "127.0.0.1:" + port, "-nocommands")
        .and("-brief", "-CAfile", authority.certificate("authority"))
        .and(more)
        .start();
  }

  private ProtocolFactory tls() throws Exception {
    return Tls.server(authority.server(), sessions);
  }

  @Test
  void plainTextGetsAnAlertAndNobodyElseNotices() throws Exception {
    try (Loop loop = Loop.start()) {
      int port = loop.listen(tls());
      try (Child good = openssl(port)) {
        good.write("before\n").out().await("before\n");
        String alert =
            Python.client(
                port, "s = connect()\ns.sendall(b'GET / HTTP/1.0\\r\\n\\r\\n')\nsay(rest(s))");
        // RFC 8446 section 5.1: an alert's type is 21; section 6: fatal is 2.
        assertThat(alert).hasSize(7).startsWith("\u0015\u0003").matches("(?s).{5}\u0002.");
        good.write("after\n").out().await("after\n");
      }
    }
  }

  @Test
  void silenceIsEndedByTheDeadlineWhileOthersAreServed() throws Exception {
    try (Loop loop = Loop.start()) {
      int port = loop.listen(Tls.server(authority.server(), sessions, Duration.ofSeconds(1)));
      try (Child silent =
              Python.script(
                      """
                      s = connect()
                      say(b'connected; ')
                      try:
                          rest(s)
                      except ConnectionResetError:
                          pass
                      say(b'ended')
                      """,
                      "127.0.0.1",
                      port)
                  .start();
          Child good = openssl(port)) {
        silent.out().await("connected; ");
        good.write("during\n").out().await("during\n");
        silent.out().await("ended");
        good.write("after\n").out().await("after\n");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  void aKilledPeerIsATruncation(String version) throws Exception {
    try (Loop loop = Loop.start();
        Child client = openssl(loop.listen(tls()), version)) {
      client.write("x\n").out().await("x\n");
      client.signal("KILL");
      assertThat(Loop.soon(sessions.next().lost))
          .asInstanceOf(type(LossReason.Lost.class))
          .extracting(LossReason.Lost::cause)
          .isInstanceOf(TlsTruncatedException.class);
    }
  }

  /** The threads for computations stand still: no byte of a handshake is answered, all else is. */
  @Test
  void computationsOfTheHandshakeAreNotTheLoops() throws Exception {
    var go = new CountDownLatch(1);
    try (ExecutorService pool = Executors.newSingleThreadExecutor();
        Loop loop = Loop.start(Reactor.builder().stallThreshold(null).pool(pool))) {
      int port = loop.listen(tls());
      int plain = loop.listen(_ -> new Echo());
      try (Child first = openssl(port)) {
        first.write("before\n").out().await("before\n");
        Future<?> held = pool.submit(() -> go.await(20, SECONDS));
        try (Child second = openssl(port)) {
          second.write("at last\n");
          first.write("meanwhile\n").out().await("meanwhile\n");
          assertThat(Python.client(plain, "s = connect()\ns.sendall(b'x')\nsay(exactly(s, 1))"))
              .isEqualTo("x");
          assertThat(second.err().soFar()).doesNotContain("CONNECTION ESTABLISHED");
          assertThat(second.out().soFar()).isEmpty();
          go.countDown();
          Loop.soon(held);
          second.out().await("at last\n");
        }
      } finally {
        go.countDown();
      }
    }
  }
}
