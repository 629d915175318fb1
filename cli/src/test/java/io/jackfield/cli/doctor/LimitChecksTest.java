package io.jackfield.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.cli.doctor.Finding.State;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LimitChecksTest {
  private static final String BIND_SERVICE = "0000000000000400";

  private FakeProc proc;
  private LimitChecks checks;

  @BeforeEach
  void begin(@TempDir Path folder) {
    proc = new FakeProc(folder).capabilities(FakeProc.NO_CAPABILITIES);
    checks = new LimitChecks(proc.kernel());
  }

  @ParameterizedTest
  @CsvSource({
    "1024, NO, open from 1024 on",
    "80, NO, open from 80 on",
    "2, NO, open from 2 on",
    "1, OK, open to everybody",
    "0, OK, open to everybody",
  })
  void lowPortsAreForWhomTheSettingSays(String first, State state, String detail) {
    proc.setting("net.ipv4.ip_unprivileged_port_start", first);
    assertThat(checks.lowPorts().state()).isEqualTo(state);
    assertThat(checks.lowPorts().detail()).contains(detail);
  }

  @Test
  void lowPortsAreForWhoHasTheCapability() {
    proc.setting("net.ipv4.ip_unprivileged_port_start", "1024").capabilities(BIND_SERVICE);
    assertThat(checks.lowPorts().state()).isEqualTo(State.OK);
  }

  @ParameterizedTest
  @CsvSource({
    "4096, 20000, OK, 4096 (hard limit 20000)",
    "4095, unlimited, NO, 4095 (hard limit unlimited): no more",
    "unlimited, unlimited, OK, unlimited (hard limit unlimited)",
  })
  void fourThousandOpenFilesAreEnough(String soft, String hard, State state, String detail) {
    proc.limits(soft, hard, "0", "0");
    assertThat(checks.descriptors().state()).isEqualTo(state);
    assertThat(checks.descriptors().detail()).startsWith(detail);
  }

  @ParameterizedTest
  @CsvSource({"4096, OK", "1024, OK", "1023, NO", "128, NO"})
  void aThousandWaitingConnectionsAreEnough(String most, State state) {
    proc.setting("net.core.somaxconn", most);
    assertThat(checks.backlog().state()).isEqualTo(state);
    assertThat(checks.backlog().detail()).contains("net.core.somaxconn = " + most);
  }

  @ParameterizedTest
  @CsvSource({
    "8388608, 8388608, OK, 8 MiB (hard limit 8 MiB)",
    "65536, unlimited, NO, 64 KiB (hard limit unlimited): little",
    "0, 1000, NO, 0 KiB (hard limit 1000 bytes): little",
  })
  void aMebibyteOfLockedMemoryIsEnough(String soft, String hard, State state, String detail) {
    proc.limits("1", "1", soft, hard);
    assertThat(checks.lockedMemory().state()).isEqualTo(state);
    assertThat(checks.lockedMemory().detail()).startsWith(detail);
  }

  @Test
  void memoryIsLockedWithoutLimitByWhoHasTheCapability() {
    proc.limits("1", "1", "0", "0").capabilities(FakeProc.IPC_LOCK);
    assertThat(checks.lockedMemory().state()).isEqualTo(State.OK);
  }

  @Test
  void theLimitHoldsForRootOfAUserNamespace() {
    proc.limits("1", "1", "65536", "65536").capabilities(FakeProc.IPC_LOCK);
    proc.with("self/uid_map", "         0       1000          1\n");
    assertThat(checks.lockedMemory().state()).isEqualTo(State.NO);
    proc.with("self/uid_map", "         0          0 4294967295\n");
    assertThat(checks.lockedMemory().state()).isEqualTo(State.OK);
  }

  @Test
  void whatTheKernelDoesNotTellIsNotKnown(@TempDir Path empty) {
    assertThat(new LimitChecks(new FakeProc(empty).kernel()).findings())
        .extracting(Finding::state)
        .containsOnly(State.UNKNOWN);
  }

  @Test
  void nonsenseInAFileIsNotKnownEither() {
    proc.setting("net.core.somaxconn", "many")
        .setting("net.ipv4.ip_unprivileged_port_start", "")
        .with("self/limits", "Max open files   few   fewer\n")
        .with("self/status", "CapEff:\tzzz\nUid:\n");
    assertThat(checks.findings()).extracting(Finding::state).containsOnly(State.UNKNOWN);
    assertThat(new MachineChecks(proc.kernel()).user().detail()).contains("no network capability");
  }
}
