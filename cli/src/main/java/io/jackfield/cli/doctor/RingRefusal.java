package io.jackfield.cli.doctor;

import io.jackfield.socket.CallFailure;
import io.jackfield.socket.KernelFailure;

/**
 * Why no ring could be opened, and what to do about it: one errno has several causes, between which
 * the kernel's files decide. Source: io_uring_setup(2), getrlimit(2), the kernel's
 * admin-guide/sysctl/kernel.rst.
 */
final class RingRefusal {
  private static final String SETTING = "kernel.io_uring_disabled";
  private static final String SECCOMP_FILTER = "2";

  private final KernelFiles kernel;

  RingRefusal(KernelFiles kernel) {
    this.kernel = kernel;
  }

  /** What was refused, why, what to do, and what carries loops instead. */
  String sentence(Throwable failure) {
    String reason = Reasons.of(failure);
    if (failure instanceof KernelFailure refused) {
      CallFailure call = refused.failure();
      String cause = cause(call);
      return (cause.isEmpty() ? reason : reason + ": " + cause) + "; " + instead(call);
    }
    return reason + "; loops use nio"; // No system call can be made, of which other checks tell.
  }

  private String cause(CallFailure refused) {
    return switch (refused.errno().symbol()) {
      case "EPERM", "EACCES" -> forbidden();
      case "ENOSYS" -> isFiltered() ? filter() : missing();
      case "EINVAL" -> thisKernel() + " lacks flags that loops ask for, Linux 6.1 is needed";
      case "ENOMEM" -> refused.call().equals("mmap") ? addressSpace() : memory();
      case "EMFILE" -> "ulimit -n, LimitNOFILE= of systemd";
      case "ENFILE" -> "sysctl -w fs.file-max, above " + kernel.setting("fs.file-max");
      default -> "";
    };
  }

  private static String instead(CallFailure refused) {
    return switch (refused.errno().symbol()) {
      case "EMFILE", "ENFILE" -> "any loop needs three";
      default -> "loops use epoll";
    };
  }

  private String forbidden() {
    Long disabled = kernel.number(SETTING);
    if (disabled == null || disabled == 0) {
      return isFiltered() ? filter() : "a security module, as SELinux or AppArmor, may forbid it";
    }
    return disabled == 1
        ? "for privileged users only (%s = 1): sysctl -w %1$s=0, or kernel.io_uring_group"
            .formatted(SETTING)
        : "switched off (%s = %d): sysctl -w %1$s=0".formatted(SETTING, disabled);
  }

  private boolean isFiltered() {
    return SECCOMP_FILTER.equals(kernel.status("Seccomp"));
  }

  private static String filter() {
    return "a filter of system calls, as containers have, may forbid it: have it allow"
        + " io_uring_setup, io_uring_enter and io_uring_register (docker's --security-opt"
        + " seccomp=FILE, SystemCallFilter=@aio of systemd)";
  }

  private String missing() {
    return thisKernel() + " is without it, Linux 6.1 with CONFIG_IO_URING is needed";
  }

  private String thisKernel() {
    String release = kernel.setting("kernel.osrelease");
    return release == null ? "this kernel" : "this kernel (" + release + ")";
  }

  private static String addressSpace() {
    return "the address space is full: ulimit -v, LimitAS= of systemd";
  }

  private String memory() {
    ProcessLimit limit = ProcessLimit.of(kernel, "Max locked memory");
    if (limit == null
        || limit.soft() == ProcessLimit.UNLIMITED
        || Capability.CAP_IPC_LOCK.isHeldEverywhere(kernel)) {
      return "the machine has none left, or the control group (memory.max)";
    }
    return "%s of locked memory are too little for all rings of this user: %s"
        .formatted(ProcessLimit.bytes(limit.soft()), "ulimit -l, LimitMEMLOCK= of systemd");
  }
}
