package io.jackfield.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.server.DatagramKind.Client;
import io.jackfield.server.DatagramKind.Served;
import io.jackfield.socket.PassedDescriptor;
import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.SynchronousQueue;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** As {@link HandedStreamsTest}, of datagrams: none is lost. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class HandedDatagramsTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final int GENERATIONS = 5;
  private static final int AT_ONCE = 8;

  @TempDir private static Path folder;

  static List<Served> served() {
    return DatagramKind.onAllEngines()
        .filter(one -> !one.engine().name().equals("LOOP_ON_NIO"))
        .toList();
  }

  /** Those whose handlers can share something with the test. */
  static List<Served> servedHere() {
    return served().stream().filter(one -> one.engine().isHere()).toList();
  }

  private static DatagramServerBuilder<? extends BaseServer> at(
      SocketAddress address, Served served) {
    return DatagramKind.at(address)
        .engine(served.engine().engine())
        .handler(Handlers.DatagramEcho.class);
  }

  private static BaseServer next(Served served, BaseServer before) throws IOException {
    return at(before.address(), served)
        .sockets(GivenSockets.inherited(before.duplicateSockets()))
        .start();
  }

  @ParameterizedTest
  @MethodSource("served")
  void eachIsAnsweredWhileOneServerFollowsTheOther(Served served) throws Exception {
    BaseServer serving = at(served.kind().anyAddress(folder), served).start();
    SocketAddress address = serving.address();
    long taken = 0;
    try (Client client = served.kind().connect(address, folder)) {
      for (int generation = 1; generation <= GENERATIONS; generation++) {
        BaseServer old = serving;
        serving = next(served, old);
        for (int i = 0; i < AT_ONCE; i++) {
          client.send("x");
        }
        old.retire();
        for (int i = 0; i < AT_ONCE; i++) {
          client.send("x");
        }
        for (int i = 0; i < 2 * AT_ONCE; i++) {
          assertThat(client.receive()).isEqualTo("x");
        }
        assertThat(old.awaitEnd(SOON)).isTrue();
        old.close();
        taken += old.counts().taken();
        assertThat(serving.address()).isEqualTo(address);
        if (address instanceof UnixDomainSocketAddress unix) {
          assertThat(unix.getPath()).exists();
        }
      }
      client.send("last");
      assertThat(client.receive()).isEqualTo("last");
    } finally {
      serving.close();
    }
    assertThat(taken + serving.counts().taken()).isEqualTo(2L * AT_ONCE * GENERATIONS + 1);
    if (address instanceof UnixDomainSocketAddress unix) {
      assertThat(unix.getPath()).doesNotExist();
    }
  }

  /** Waits until it is told to answer, if it is asked {@code x}; else sends back what it got. */
  private static final class Slow extends DatagramRequestHandler {
    private final SynchronousQueue<String> go;

    Slow(SynchronousQueue<String> go) {
      this.go = go;
    }

    @Override
    protected void handle() throws Exception {
      if (!new String(data(), US_ASCII).equals("x")) {
        out().write(data());
        return;
      }
      go.put("begun");
      out().write(go.take().getBytes(US_ASCII));
    }
  }

  @ParameterizedTest
  @MethodSource("servedHere")
  void whatHasBegunIsAnsweredByTheOldOne(Served served) throws Exception {
    var go = new SynchronousQueue<String>();
    try (BaseServer old =
            at(served.kind().anyAddress(folder), served).handler(() -> new Slow(go)).start();
        Client client = served.kind().connect(old.address(), folder)) {
      client.send("x");
      go.take();
      try (BaseServer next = next(served, old)) {
        old.retire();
        client.send("y"); // The old one may take it still: it is retired without a wait.
        assertThat(client.receive()).isEqualTo("y");
        assertThat(next.counts().taken() + old.counts().taken()).isEqualTo(2);
        assertThat(old.awaitEnd(Duration.ZERO)).isFalse();
        go.put("answer");
        assertThat(client.receive()).isEqualTo("answer");
        assertThat(old.awaitEnd(SOON)).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("served")
  void aLentSocketIsTheLendersAfterwards(Served served) throws Exception {
    SocketAddress wanted = served.kind().anyAddress(folder);
    if (wanted instanceof InetSocketAddress) {
      wanted = new InetSocketAddress(0); // At all addresses an answer comes from the asked one.
    }
    try (Socket lender = Socket.openFor(wanted, SocketType.DATAGRAM).bind(wanted)) {
      SocketAddress address = requireNonNull(lender.localAddress());
      SocketAddress near =
          address instanceof InetSocketAddress inet
              ? new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), inet.getPort())
              : address;
      for (int i = 0; i < 2; i++) { // Again, by another server.
        var lent = GivenSockets.lent(List.of(PassedDescriptor.duplicateOf(lender)));
        try (BaseServer _ = at(lent.address(), served).sockets(lent).start();
            Client client = served.kind().connect(near, folder)) {
          client.send("x");
          assertThat(client.receive()).isEqualTo("x");
        }
        if (address instanceof UnixDomainSocketAddress unix) {
          assertThat(unix.getPath()).exists();
        }
      }
    } finally {
      if (wanted instanceof UnixDomainSocketAddress unix) {
        Files.deleteIfExists(unix.getPath());
      }
    }
  }
}
