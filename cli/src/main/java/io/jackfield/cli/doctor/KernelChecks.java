package io.jackfield.cli.doctor;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parts of the kernel that are there or not, switched on or off. */
final class KernelChecks {
  private static final int FAST_OPEN_CLIENT = 1;
  private static final int FAST_OPEN_SERVER = 2;

  private static final int SECCOMP_FILTER = 2;

  private final KernelFiles kernel;

  KernelChecks(KernelFiles kernel) {
    this.kernel = kernel;
  }

  List<Finding> findings() {
    return List.of(fastOpen(), congestion(), epoll(), ioUring());
  }

  Finding fastOpen() {
    String name = "TCP fast open";
    String setting = "net.ipv4.tcp_fastopen";
    Long bits = kernel.number(setting);
    if (bits == null) {
      return Finding.unknown(name, setting + " may not be read");
    }
    boolean client = (bits & FAST_OPEN_CLIENT) != 0;
    boolean server = (bits & FAST_OPEN_SERVER) != 0;
    if (client && server) {
      return Finding.ok(name, "clients and servers (" + setting + " = " + bits + ")");
    }
    String who = client ? "clients only" : server ? "servers only" : "off";
    return Finding.no(name, who + "; sysctl -w " + setting + "=3");
  }

  Finding congestion() {
    String name = "congestion control";
    @Nullable String used = kernel.setting("net.ipv4.tcp_congestion_control");
    @Nullable String all = kernel.setting("net.ipv4.tcp_available_congestion_control");
    return used == null || all == null
        ? Finding.unknown(name, "net.ipv4.tcp_congestion_control may not be read")
        : Finding.ok(name, used + " of " + all.replace(" ", ", "));
  }

  /** Virtual threads wait by it. */
  Finding epoll() {
    Long watches = kernel.number("fs.epoll.max_user_watches");
    return (watches == null
            ? Finding.unknown("epoll", "fs.epoll.max_user_watches may not be read")
            : Finding.ok("epoll", "up to " + watches + " descriptors for each user"))
        .asNeeded();
  }

  /** The call itself is not tried: nothing of ours makes it yet. */
  Finding ioUring() {
    String name = "io_uring";
    String setting = "kernel.io_uring_disabled";
    Long disabled = kernel.number(setting);
    if (disabled == null) {
      return Finding.unknown(name, "this kernel has no " + setting + "; not probed");
    }
    if (disabled != 0) {
      return Finding.no(
          name,
          "%s (%s = %d); sysctl -w %s=0"
              .formatted(
                  disabled == 1 ? "for privileged users only" : "switched off",
                  setting,
                  disabled,
                  setting));
    }
    return Integer.toString(SECCOMP_FILTER).equals(kernel.status("Seccomp"))
        ? Finding.unknown(
            name, "switched on, but a filter of this container may forbid it; not probed")
        : Finding.ok(name, setting + " = 0 (not probed)");
  }
}
