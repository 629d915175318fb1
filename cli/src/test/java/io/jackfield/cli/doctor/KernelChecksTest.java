package io.jackfield.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.cli.doctor.Finding.State;
import io.jackfield.socket.CallFailure;
import io.jackfield.socket.Errno;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KernelChecksTest {
  private FakeProc proc;
  private KernelChecks checks;

  @BeforeEach
  void begin(@TempDir Path folder) {
    proc = new FakeProc(folder).capabilities("0");
    checks = new KernelChecks(proc.kernel(), KernelChecksTest::refused);
  }

  @ParameterizedTest
  @CsvSource({
    "3, OK, clients and servers",
    "0x3, UNKNOWN, may not be read",
    "1, NO, clients only",
    "2, NO, servers only",
    "0, NO, off",
    "1027, OK, clients and servers",
  })
  void fastOpenHasABitForEachSide(String bits, State state, String detail) {
    proc.setting("net.ipv4.tcp_fastopen", bits);
    assertThat(checks.fastOpen().state()).isEqualTo(state);
    assertThat(checks.fastOpen().detail()).contains(detail);
  }

  @Test
  void congestionControlsAreListed() {
    proc.setting("net.ipv4.tcp_congestion_control", "bbr")
        .setting("net.ipv4.tcp_available_congestion_control", "reno bbr cubic");
    assertThat(checks.congestion().detail()).isEqualTo("bbr of reno, bbr, cubic");
  }

  private static String refused() throws IOException {
    throw new CallFailure("io_uring_setup", new Errno(1), null, null).exception();
  }

  @Test
  void ioUringIsTried() {
    assertThat(new KernelChecks(proc.kernel(), () -> "a ring").ioUring())
        .isEqualTo(Finding.ok("io_uring", "a ring"));
  }

  @Test
  void whyThereIsNoIoUringIsSaid() {
    assertThat(checks.ioUring().state()).isEqualTo(State.NO);
    assertThat(checks.ioUring().detail()).startsWith("io_uring_setup: operation not permitted");
    assertThat(checks.ioUring().isLack()).isFalse();
  }

  @Test
  void whatTheKernelDoesNotTellIsNotKnownAndNoLack(@TempDir Path empty) {
    assertThat(new KernelChecks(new FakeProc(empty).kernel(), () -> "a ring").findings())
        .filteredOn(finding -> !finding.name().equals("io_uring"))
        .allSatisfy(finding -> {
          assertThat(finding.state()).isEqualTo(State.UNKNOWN);
          assertThat(finding.isLack()).isFalse();
        });
  }
}
