package io.jackfield.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.cli.doctor.Finding.State;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DoctorTest {
  @Test
  void namesArePaddedSoThatDetailsStandBelowEachOther() {
    assertThat(
            Doctor.report(
                List.of(
                    Finding.ok("IPv4", "there"),
                    Finding.no("raw ICMP", "not permitted"),
                    Finding.unknown("io_uring", "not probed")),
                Integer.MAX_VALUE))
        .isEqualTo(
            """
            ok  IPv4      there
            no  raw ICMP  not permitted
            --  io_uring  not probed

            All that Jackfield needs is there.
            """);
  }

  @Test
  void whatIsWiderThanTheTerminalGoesOnBelowItsDetailAndLongWordsStayWhole() {
    List<Finding> findings =
        List.of(
            Finding.ok("IPv4", "twenty characters ok"),
            Finding.ok("IPv6", "twenty-one characters"),
            Finding.no("Unix", "see /usr/share/doc/jackfield/README or ask"));
    assertThat(Doctor.report(findings, 30))
        .startsWith(
            """
            ok  IPv4  twenty characters ok
            ok  IPv6  twenty-one
                      characters
            no  Unix  see
                      /usr/share/doc/jackfield/README
                      or ask

            """);
    assertThat(Doctor.report(findings, 10)).isEqualTo(Doctor.report(findings, 30));
  }

  @Test
  void whatItCannotDoWithoutIsNamedAtTheEnd() {
    List<Finding> findings =
        List.of(
            Finding.no("IPv4", "gone").asNeeded(),
            Finding.no("vsock", "gone"),
            Finding.unknown("epoll", "who knows").asNeeded(),
            Finding.no("Unix", "gone").asNeeded());
    assertThat(findings).extracting(Finding::isLack).containsExactly(true, false, false, true);
    assertThat(Doctor.report(findings, 80))
        .endsWith("\nJackfield cannot do without: IPv4, Unix.\n");
  }

  @Test
  void aTrialThatFailsHasItsReasonAndWhatToDo() {
    Finding failed =
        Finding.tried(
            "it",
            "do something",
            () -> {
              throw new IOException("broken");
            });
    assertThat(failed).isEqualTo(Finding.no("it", "broken; do something"));
  }

  @Test
  void aBugInATrialIsAFindingToo() {
    Finding failed =
        Finding.tried(
            "it",
            "",
            () -> {
              throw new IllegalStateException();
            });
    assertThat(failed).isEqualTo(Finding.no("it", "IllegalStateException"));
  }

  @ParameterizedTest
  @CsvSource({
    "6.18.44-generic, OK",
    "4.18.0-553.el8_10.x86_64, OK",
    "4.17.19, NO",
    "3.10.0-1160, NO",
    "10.0, OK",
    "mystery, UNKNOWN",
    "'', UNKNOWN"
  })
  void aKernelIsOldOrNotByItsFirstTwoNumbers(String release, State state) {
    assertThat(MachineChecks.kernel(release).state()).isEqualTo(state);
  }

  @Test
  void aJdkThatIsTooOldIsALack() {
    assertThat(MachineChecks.jdk(Runtime.Version.parse("24.0.2")).isLack()).isTrue();
    assertThat(MachineChecks.jdk(Runtime.Version.parse("26-ea+5")).state()).isEqualTo(State.OK);
  }

  @Test
  void theCacheIsInUseIfTheJvmHasMappedIt(@TempDir Path folder) {
    FakeProc proc = new FakeProc(folder);
    var checks = new MachineChecks(proc.kernel());
    assertThat(checks.startUpCache().state()).isEqualTo(State.UNKNOWN);
    proc.with("self/maps", "7f00-7f01 r--p 0 0:0 1      /usr/lib/libc.so.6\n");
    assertThat(checks.startUpCache().state()).isEqualTo(State.NO);
    proc.with("self/maps", "8000-8001 rw-p 0 0:0 1      /opt/a b/app/start-25.0.3-1.aot\n");
    assertThat(checks.startUpCache())
        .isEqualTo(Finding.ok("start-up cache", "in use: start-25.0.3-1.aot"));
  }

  @Test
  void capabilitiesAreNamed(@TempDir Path folder) {
    KernelFiles kernel = new FakeProc(folder).capabilities("0000000000002400").kernel();
    assertThat(new MachineChecks(kernel).user().detail())
        .endsWith(" (uid 7), with CAP_NET_BIND_SERVICE, CAP_NET_RAW");
  }

  @Test
  void settingsAreReadToTheirEndThoughTheKernelGivesThemInOneReadOnly() {
    assertThat(KernelFiles.real().setting("net.ipv4.ip_local_port_range")).matches("\\d+ \\d+");
  }

  @Test
  void onTheMachineThatRunsThisNothingIsLacking() {
    List<Finding> findings = Doctor.examine(KernelFiles.real());
    assertThat(findings).noneMatch(Finding::isLack);
    assertThat(findings).extracting(Finding::name).doesNotHaveDuplicates().contains("netlink");
    assertThat(Doctor.report(findings, Integer.MAX_VALUE).lines()).hasSize(findings.size() + 2);
  }
}
