package io.jackfield.conformance.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.conformance.e2e.Command;
import io.jackfield.conformance.e2e.Command.Finished;
import io.jackfield.conformance.e2e.Filtered;
import io.jackfield.conformance.reactor.peers.OtherNetwork;
import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.driver.Driver;
import io.jackfield.reactor.driver.Drivers;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What carries a loop that was not told: io_uring, and epoll where that is forbidden. */
final class DefaultDriverTest {
  /** In a JVM of its own, which a filter can hold. */
  static final class Child {
    public static void main(String[] args) throws IOException {
      Reactor reactor = Reactor.create();
      System.out.println(reactor.driverName());
      var _ = reactor.stop();
      reactor.run();
    }
  }

  private static String said(Command program) {
    Finished child = program.run();
    assertThat(child.exit()).as(child.err()).isZero();
    return child.out().strip();
  }

  private static Command program() {
    return OtherNetwork.program(Child.class, List.of());
  }

  @Test
  void itIsIoUringWhereARingOpens() {
    try (Driver ring = Drivers.named("io_uring")) {
      assertThat(ring.name()).isEqualTo("io_uring");
    } catch (IOException e) {
      Command.skip("io_uring cannot be had: " + e.getMessage());
    }
    assertThat(said(program())).isEqualTo("io_uring");
  }

  @Test
  void itIsEpollWhereAFilterForbidsIoUring() {
    assertThat(said(program().under(Filtered.withoutIoUring()))).isEqualTo("epoll");
  }
}
