package io.jackfield.socket;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Descriptors are closed once, by their owner, and none is left over. */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class DescriptorTest {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

  @Test
  void noneIsLeftAfterManyConnectionsAndFailedBinds() throws Exception {
    oneConnectionAndOneFailedBind(); // What is kept for good is made here.
    long before = openSockets();
    for (int i = 0; i < 1_000; i++) {
      oneConnectionAndOneFailedBind();
    }
    assertThat(openSockets()).isEqualTo(before);
  }

  private static void oneConnectionAndOneFailedBind() throws IOException {
    try (Pairs pair = Pairs.tcp()) {
      SocketAddress taken = requireNonNull(pair.listener().localAddress());
      try (Socket second = Socket.openFor(taken, SocketType.STREAM)) {
        assertThatThrownBy(() -> second.bind(taken)).isInstanceOf(AddressInUseException.class);
      }
    }
  }

  private static long openSockets() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.filter(DescriptorTest::isSocket).count();
    }
  }

  private static boolean isSocket(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
    } catch (IOException e) {
      return false; // The one that listed the folder.
    }
  }

  /**
   * Closes sockets under threads that write to them while files are opened, which then get the
   * numbers just freed: a write to a stale number would end up in a file. For longer than the suite
   * has time for: {@code ./build -pl socket test -Dtest=DescriptorTest
   * -Dtest.jvm.args=-Djackfield.rounds=20000}.
   */
  @ParameterizedTest
  @EnumSource
  void noByteReachesADescriptorThatIsNotTheSockets(Threads threads, @TempDir Path folder)
      throws Exception {
    int rounds = Integer.getInteger("jackfield.rounds", 400);
    var closed = new AtomicInteger();
    try (Socket listener = Pairs.listener(ANY_PORT)) {
      SocketAddress at = requireNonNull(listener.localAddress());
      var filesWritten = new AtomicInteger();
      var files =
          threads.run(() -> {
            while (closed.get() < rounds) {
              Path file = folder.resolve("f" + filesWritten.getAndIncrement() % 64);
              try (var opened = new RandomAccessFile(file.toFile(), "rw")) {
                assertThat(opened.length()).isZero();
              }
            }
            return 0;
          });
      for (int i = 0; i < rounds; i++) {
        Socket client = Socket.open(StandardProtocolFamily.INET, SocketType.STREAM);
        client.connect(at);
        try (Socket server = requireNonNull(listener.accept())) {
          var writers = new ArrayList<Threads.Running<Integer>>();
          for (int w = 0; w < 3; w++) {
            writers.add(threads.run(() -> writeUntilClosed(client)));
          }
          assertThat(server.receive(ByteBuffer.allocate(8))).isPositive();
          client.close();
          for (var writer : writers) {
            writer.result().get(10, TimeUnit.SECONDS);
          }
        }
        closed.incrementAndGet();
      }
      files.result().get(10, TimeUnit.SECONDS);
      assertThat(filesWritten.get()).isPositive();
    }
  }

  private static int writeUntilClosed(Socket client) throws IOException {
    try {
      for (; ; ) {
        client.send(Pairs.bytes("stray byte"));
      }
    } catch (ClosedChannelException e) {
      return 0;
    }
  }
}
