package io.jackfield.socket;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Sockets without number, one after the other, in a process that has very little native memory: the
 * JVM bounds that of the Foreign Function API as it bounds direct buffers, and says when it is used
 * up.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LeakTest {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

  /** The process: says how many descriptors are left over. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws IOException {
      openUseAndClose(100); // What is kept for good is made here.
      failToBind(1);
      long before = OpenFiles.count("");
      openUseAndClose(10_000);
      failToBind(1_000);
      System.out.println("left over: " + (OpenFiles.count("") - before));
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
                "-XX:MaxDirectMemorySize=512k",
                "-Xmx64m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                "target/classes:target/test-classes",
                Child.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var from = child.inputReader()) {
      assertThat(from.readLine()).isEqualTo("left over: 0");
      assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(child.exitValue()).isZero();
    } finally {
      child.destroyForcibly();
    }
  }
}
