package io.jackfield.comparison.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void aLineForEachServerWithItsRatios() {
    Peer reference = new Peer("c", "C", List.of("c"), "gcc", Peer.Transport.TCP);
    Peer netty = new Peer("netty", "Netty", List.of("n"), "as it is", Peer.Transport.TCP);
    Peer missing = new Peer("twisted", "Python", List.of("t"), "", Peer.Transport.TCP);
    var measured =
        new Measured(
            new Work(
                "echo",
                "Echo",
                List.of(reference, netty, missing),
                (_, _) -> {
                  throw new AssertionError("not opened");
                },
                Work.Cost.cpu("a message")));
    String sample =
        "per_second=%s p99_us=%s count=100000 server_cpu_ms=%s server_user_ms=%s"
            + " server_ticked_ms=1000 server_busy=0.99 load_busy=0.5";
    measured.add(reference, 0, Sample.parse(sample.formatted(100_000, 400, 800, 0)));
    measured.add(netty, 0, Sample.parse(sample.formatted(80_000, 600, 1_000, 50)));
    measured.leftOut(missing, "no Python");

    assertThat(new Table(measured).markdown())
        .isEqualTo(
            """
            ## Echo

            | server | CPU µs a message | ÷ c | ÷ netty | of it in user mode, µs | per second ÷ c | p99 ÷ c | what it is |
            | --- | --- | --- | --- | --- | --- | --- | --- |
            | c | 8.00 | 1.00 (1.00–1.00) | 0.80 (0.80–0.80) | 0.000 | 1.00, 1 rounds | 1.00, 1 rounds | gcc |
            | netty | 10.0 | 1.25 (1.25–1.25) | 1.00 (1.00–1.00) | 0.500 | 0.80, 1 rounds | 1.50, 1 rounds | as it is |

            Left out: twisted, no Python
            """);
  }
}
