package io.jackfield.reactor.driver;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThatCode;

import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class DriversTest {
  @Test
  void eachNameIsItsDrivers() throws IOException {
    assertThat(Drivers.names()).containsExactly("io_uring", "epoll", "poll", "select", "nio");
    for (String name : Drivers.names()) {
      try (Driver driver = Drivers.named(name)) {
        assertThat(driver.name()).isEqualTo(name);
      }
    }
    assertThatThrownBy(() -> Drivers.named("kqueue"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no driver 'kqueue'; there are: io_uring, epoll, poll, select, nio");
  }

  /** Where it is forbidden: {@code DefaultDriverTest} of the conformance tests. */
  @Test
  void theBestIsIoUringWhereThatOpens() throws IOException {
    assumeThatCode(() -> Drivers.named("io_uring").close()).doesNotThrowAnyException();
    Reactor reactor = Reactor.create();
    assertThat(reactor.driverName()).isEqualTo("io_uring");
    var _ = reactor.stop();
    reactor.run();
  }

  /** In a JVM of its own that refuses native access: talks to itself, twice, by {@code best()}. */
  static final class Child {
    public static void main(String[] args) throws IOException {
      for (int i = 0; i < 2; i++) {
        talk();
      }
    }

    private static void talk() throws IOException {
      Reactor reactor = Reactor.builder().driver(Drivers::best).build();
      var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      var port = reactor.listen(anyPort, _ -> new Echo());
      var _ = reactor.connect(port.localAddress(), _ -> new Asking(reactor));
      reactor.run();
      System.out.println(reactor.driverName());
    }
  }

  private static final class Echo implements Protocol {
    private @Nullable Transport transport;

    @Override
    public void connectionMade(Transport made) {
      transport = made;
    }

    @Override
    public void dataReceived(ByteBuffer data) {
      requireNonNull(transport).writeLent(data);
    }
  }

  private record Asking(Reactor reactor) implements Protocol {
    @Override
    public void connectionMade(Transport made) {
      made.write(ByteBuffer.wrap(new byte[] {1}));
    }

    @Override
    public void dataReceived(ByteBuffer data) {
      var _ = reactor.stop();
    }
  }

  @Test
  void whereNativeAccessIsRefusedTheBestIsTheJdks() throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--illegal-native-access=deny",
                "-cp",
                System.getProperty("java.class.path")
                    + System.getProperty("path.separator")
                    + System.getProperty("jdk.module.path", ""),
                Child.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var from = child.inputReader()) {
      assertThat(from.readLine()).isEqualTo("nio");
      assertThat(from.readLine()).isEqualTo("nio");
      assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(child.exitValue()).isZero();
    } finally {
      child.destroyForcibly();
    }
  }
}
