package io.jackfield.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.cli.doctor.Finding.State;
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
    checks = new KernelChecks(proc.kernel());
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

  @ParameterizedTest
  @CsvSource({
    "0, OK, not probed",
    "1, NO, for privileged users only",
    "2, NO, switched off",
  })
  void ioUringIsForWhomTheSettingSays(String disabled, State state, String detail) {
    proc.setting("kernel.io_uring_disabled", disabled);
    assertThat(checks.ioUring().state()).isEqualTo(state);
    assertThat(checks.ioUring().detail()).contains(detail);
  }

  @Test
  void underAFilterOfSystemCallsNobodyKnowsWhetherThereIsIoUring() {
    proc.setting("kernel.io_uring_disabled", "0").with("self/status", "Seccomp:\t2\n");
    assertThat(checks.ioUring().state()).isEqualTo(State.UNKNOWN);
  }

  @Test
  void whatTheKernelDoesNotTellIsNotKnownAndNoLack(@TempDir Path empty) {
    assertThat(new KernelChecks(new FakeProc(empty).kernel()).findings())
        .allSatisfy(finding -> {
          assertThat(finding.state()).isEqualTo(State.UNKNOWN);
          assertThat(finding.isLack()).isFalse();
        });
  }
}
