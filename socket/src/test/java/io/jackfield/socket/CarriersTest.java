package io.jackfield.socket;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Virtual threads that wait hold no carrier; there are as many of those as processors. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class CarriersTest {
  private static final int WAITING = 1_000;

  @Test
  void aThousandThreadsWaitWhileOthersRun(@TempDir Path folder) throws Exception {
    List<Socket> sockets = new ArrayList<>();
    List<Thread> waiting = new ArrayList<>();
    SocketAddress full = Pairs.Kind.UNIX.any(folder);
    Socket listener = Pairs.listener(Pairs.Kind.IPV4.any(folder));
    Socket fullListener =
        Socket.open(StandardProtocolFamily.UNIX, SocketType.STREAM).bind(full).listen(0);
    sockets.addAll(List.of(listener, fullListener));
    Socket taking = Socket.openFor(full, SocketType.STREAM);
    taking.connect(full); // The queue is full from now on.
    sockets.add(taking);
    try {
      for (int i = 0; i < WAITING; i++) {
        Socket own =
            i % 3 == 0
                ? listener
                : i % 3 == 1
                    ? Socket.open(StandardProtocolFamily.INET, SocketType.DATAGRAM)
                        .bind(Pairs.Kind.IPV4.any(folder))
                    : Socket.openFor(full, SocketType.STREAM);
        sockets.add(own);
        int kind = i % 3;
        waiting.add(Thread.ofVirtual().start(() -> waitOn(own, kind, full)));
      }
      var done = new ArrayList<CompletableFuture<Integer>>();
      for (int i = 0; i < 100; i++) {
        done.add(Threads.VIRTUAL.run(CarriersTest::echo).result());
      }
      for (var one : done) {
        assertThat(one.get(20, TimeUnit.SECONDS)).isEqualTo(3);
      }
      assertThat(waiting).allMatch(Thread::isAlive);
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
    for (Thread thread : waiting) {
      assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
    }
  }

  private static void waitOn(Socket own, int kind, SocketAddress full) {
    try {
      switch (kind) {
        case 0 -> own.accept();
        case 1 -> own.receive(ByteBuffer.allocate(8));
        default -> own.connect(full);
      }
    } catch (IOException e) {
      // Closed at the end of the test.
    }
  }

  private static int echo() throws IOException {
    try (Pairs pair = Pairs.tcp()) {
      pair.client().sendAll(Pairs.bytes("abc"));
      ByteBuffer into = ByteBuffer.allocate(8);
      pair.server().receive(into);
      pair.server().sendAll(into.flip());
      return requireNonNull(pair.client()).receive(into.clear());
    }
  }
}
