package io.jackfield.cli.doctor;

import java.util.List;

/** How much this user and this machine allow, as the kernel's files tell it. */
final class LimitChecks {
  private static final long FIRST_ORDINARY_PORT = 1_024;
  private static final long ENOUGH_DESCRIPTORS = 4_096;
  private static final long ENOUGH_BACKLOG = 1_024;
  private static final long ENOUGH_LOCKED_BYTES = 1 << 20;

  private final KernelFiles kernel;

  LimitChecks(KernelFiles kernel) {
    this.kernel = kernel;
  }

  List<Finding> findings() {
    return List.of(lowPorts(), descriptors(), backlog(), lockedMemory());
  }

  Finding lowPorts() {
    String name = "ports below 1024";
    String setting = "net.ipv4.ip_unprivileged_port_start";
    if (Capability.CAP_NET_BIND_SERVICE.isHeld(kernel)) {
      return Finding.ok(name, "by CAP_NET_BIND_SERVICE");
    }
    Long first = kernel.number(setting);
    if (first == null) {
      return Finding.unknown(name, setting + " may not be read");
    }
    return first <= 1
        ? Finding.ok(name, "open to everybody (" + setting + " = " + first + ")")
        : Finding.no(
            name,
            "open from %d on; sysctl -w %s=0, or CAP_NET_BIND_SERVICE"
                .formatted(Math.min(first, FIRST_ORDINARY_PORT), setting));
  }

  Finding descriptors() {
    String name = "open files";
    ProcessLimit limit = ProcessLimit.of(kernel, ProcessLimit.OPEN_FILES);
    if (limit == null) {
      return Finding.unknown(name, "the limits of this process may not be read");
    }
    String detail =
        "%s (hard limit %s)"
            .formatted(ProcessLimit.count(limit.soft()), ProcessLimit.count(limit.hard()));
    return limit.soft() >= ENOUGH_DESCRIPTORS
        ? Finding.ok(name, detail)
        : Finding.no(
            name, detail + ": no more connections than that; ulimit -n, LimitNOFILE= of systemd");
  }

  Finding backlog() {
    String name = "backlog";
    Long most = kernel.number("net.core.somaxconn");
    if (most == null) {
      return Finding.unknown(name, "net.core.somaxconn may not be read");
    }
    return most >= ENOUGH_BACKLOG
        ? Finding.ok(name, "net.core.somaxconn = " + most)
        : Finding.no(
            name,
            "net.core.somaxconn = %d: no more may wait to be accepted; sysctl -w net.core.somaxconn=4096"
                .formatted(most));
  }

  Finding lockedMemory() {
    String name = "locked memory";
    ProcessLimit limit = ProcessLimit.of(kernel, "Max locked memory");
    if (Capability.CAP_IPC_LOCK.isHeldEverywhere(kernel)) {
      return Finding.ok(name, "unlimited, by CAP_IPC_LOCK");
    }
    if (limit == null) {
      return Finding.unknown(name, "the limits of this process may not be read");
    }
    String detail =
        "%s (hard limit %s)"
            .formatted(ProcessLimit.bytes(limit.soft()), ProcessLimit.bytes(limit.hard()));
    return limit.soft() >= ENOUGH_LOCKED_BYTES
        ? Finding.ok(name, detail)
        : Finding.no(name, detail + ": little for io_uring's buffers; ulimit -l, LimitMEMLOCK=");
  }
}
