package io.jackfield.socket;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many sockets, one after the other, in a process whose heap is all there from the start: what its
 * memory grows by is native.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LeakTest {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

  /** About 200 bytes for each socket; the JVM itself adds about 100 KiB. */
  private static final int ALLOWED_KIB = 2 * 1_024;

  /** The process: says how many descriptors are left over, and how many KiB. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws IOException {
      openUseAndClose(3_000); // What is kept for good is made here.
      failToBind(100);
      long before = OpenFiles.count("");
      long kib = memoryKib();
      openUseAndClose(10_000);
      failToBind(1_000);
      System.out.println(OpenFiles.count("") - before);
      System.out.println(memoryKib() - kib);
    }

    private static long memoryKib() throws IOException {
      String line =
          Files.readAllLines(Path.of("/proc/self/status")).stream()
              .filter(one -> one.startsWith("RssAnon:"))
              .findFirst()
              .orElseThrow();
      return Long.parseLong(line.replaceAll("\\D", ""));
    }

    private static void openUseAndClose(int times) throws IOException {
      ByteBuffer into = ByteBuffer.allocate(8);
      for (int i = 0; i < times; i++) {
        try (Socket socket = Socket.openFor(ANY_PORT, SocketType.DATAGRAM).bind(ANY_PORT)) {
          socket.sendTo(Pairs.bytes("x"), socket.localAddress());
          socket.receiveMessage(List.of(into.clear()), 64);
        }
      }
    }

    private static void failToBind(int times) throws IOException {
      try (Socket first = Pairs.listener(ANY_PORT)) {
        SocketAddress taken = requireNonNull(first.localAddress());
        for (int i = 0; i < times; i++) {
          try (Socket second = Socket.openFor(taken, SocketType.STREAM)) {
            second.bind(taken);
          } catch (AddressInUseException e) {
            continue;
          }
          throw new IllegalStateException(taken + " was not in use");
        }
      }
    }
  }

  @Test
  void tenThousandOpenedAndAThousandFailedBindsLeaveNoDescriptorAndNoNativeMemory()
      throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms32m",
                "-Xmx32m",
                "-XX:+AlwaysPreTouch",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                "target/classes:target/test-classes",
                Child.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var from = child.inputReader()) {
      assertThat(from.readLine()).as("descriptors").isEqualTo("0");
      assertThat(Integer.parseInt(from.readLine())).as("KiB").isLessThan(ALLOWED_KIB);
      assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(child.exitValue()).isZero();
    } finally {
      child.destroyForcibly();
    }
  }
}
