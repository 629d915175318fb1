package io.jackfield.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.socket.CallFailure;
import io.jackfield.socket.Errno;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RingRefusalTest {
  private static final int EPERM = 1;
  private static final int ENOMEM = 12;
  private static final int EACCES = 13;
  private static final int EINVAL = 22;
  private static final int ENFILE = 23;
  private static final int EMFILE = 24;
  private static final int ENOSYS = 38;

  private static final String FILTER = "a filter of system calls, as containers have, may forbid";

  private FakeProc proc;
  private RingRefusal refusal;

  @BeforeEach
  void begin(@TempDir Path folder) {
    proc =
        new FakeProc(folder)
            .capabilities(FakeProc.NO_CAPABILITIES)
            .limits("20", "20", "65536", "65536");
    proc.setting("kernel.io_uring_disabled", "0").setting("kernel.osrelease", "5.10.0-28-amd64");
    refusal = new RingRefusal(proc.kernel());
  }

  private String sentence(String call, int errno) {
    return refusal.sentence(new CallFailure(call, new Errno(errno), null, null).exception());
  }

  private String sentence(int errno) {
    return sentence("io_uring_setup", errno);
  }

  private void underFilter() {
    proc.with("self/status", "Seccomp:\t2\n");
  }

  @Test
  void aKernelThatIsTooOldRefusesTheFlags() {
    assertThat(sentence(EINVAL))
        .isEqualTo(
            "io_uring_setup: invalid argument (EINVAL): this kernel (5.10.0-28-amd64) lacks flags"
                + " that loops ask for, Linux 6.1 is needed; loops use epoll");
  }

  @Test
  void aKernelWithoutItHasNoSuchCall() {
    assertThat(sentence(ENOSYS))
        .isEqualTo(
            "io_uring_setup: call not in this kernel (ENOSYS): this kernel (5.10.0-28-amd64) is"
                + " without it, Linux 6.1 with CONFIG_IO_URING is needed; loops use epoll");
  }

  @ParameterizedTest
  @ValueSource(ints = {EPERM, EACCES, ENOSYS})
  void aFilterAnswersOneWayOrTheOther(int errno) {
    underFilter();
    assertThat(sentence(errno)).contains("): " + FILTER).endsWith(" of systemd); loops use epoll");
  }

  /** Containers have filters, and it is not always they. */
  @ParameterizedTest
  @ValueSource(ints = {ENOMEM, EINVAL, ENFILE, EMFILE})
  void aFilterIsNotToBlameForWhatItDoesNotAnswer(int errno) {
    underFilter();
    assertThat(sentence(errno)).doesNotContain("filter");
  }

  @ParameterizedTest
  @ValueSource(ints = {EPERM, EACCES})
  void whereNothingElseForbidsItASecurityModuleMay(int errno) {
    assertThat(sentence(errno))
        .endsWith("): a security module, as SELinux or AppArmor, may forbid it; loops use epoll");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "1; for privileged users only (kernel.io_uring_disabled = 1): sysctl -w"
            + " kernel.io_uring_disabled=0, or kernel.io_uring_group",
        "2; switched off (kernel.io_uring_disabled = 2): sysctl -w kernel.io_uring_disabled=0",
      })
  void theSwitchComesBeforeAFilter(String disabled, String why) {
    proc.setting("kernel.io_uring_disabled", disabled);
    underFilter();
    assertThat(sentence(EPERM))
        .isEqualTo("io_uring_setup: operation not permitted (EPERM): " + why + "; loops use epoll");
  }

  @ParameterizedTest
  @ValueSource(strings = {"io_uring_setup", "io_uring_register"})
  void theRingsAreLockedMemory(String call) {
    assertThat(sentence(call, ENOMEM))
        .isEqualTo(
            call
                + ": out of memory (ENOMEM): 64 KiB of locked memory are too little for all rings"
                + " of this user: ulimit -l, LimitMEMLOCK= of systemd; loops use epoll");
  }

  @Test
  void whereNoLimitHoldsThereIsNoMemory() {
    String none =
        "): the machine has none left, or the control group (memory.max); loops use epoll";
    proc.limits("20", "20", "unlimited", "unlimited");
    assertThat(sentence(ENOMEM)).endsWith(none);
    proc.limits("20", "20", "0", "0").capabilities(FakeProc.IPC_LOCK);
    proc.with("self/uid_map", "         0          0 4294967295\n");
    assertThat(sentence(ENOMEM)).endsWith(none);
  }

  @Test
  void theLimitHoldsForRootOfAUserNamespace() {
    proc.capabilities(FakeProc.IPC_LOCK).with("self/uid_map", "         0       1000          1\n");
    assertThat(sentence(ENOMEM)).contains("): 64 KiB of locked memory");
  }

  @Test
  void theRingsAreMapped() {
    assertThat(sentence("mmap", ENOMEM))
        .isEqualTo(
            "mmap: out of memory (ENOMEM): the address space is full: ulimit -v, LimitAS= of"
                + " systemd; loops use epoll");
  }

  /** Epoll's loop would not open either. */
  @Test
  void withoutDescriptorsThereIsNoLoop() {
    assertThat(sentence("eventfd2", EMFILE))
        .isEqualTo(
            "eventfd2: too many open files in the process (EMFILE): ulimit -n, LimitNOFILE= of"
                + " systemd; any loop needs three");
    proc.setting("fs.file-max", "1000");
    assertThat(sentence(ENFILE))
        .isEqualTo(
            "io_uring_setup: too many open files in the system (ENFILE): sysctl -w fs.file-max,"
                + " above 1000; any loop needs three");
  }

  @Test
  void whatIsRareHasItsReasonAlone() {
    assertThat(sentence("mmap", 11)).isEqualTo("mmap: would block (EAGAIN); loops use epoll");
  }

  @Test
  void withoutAnySystemCallLoopsAreTheJdks() {
    assertThat(refusal.sentence(new UnsupportedOperationException("not on this system")))
        .isEqualTo("not on this system; loops use nio");
  }
}
