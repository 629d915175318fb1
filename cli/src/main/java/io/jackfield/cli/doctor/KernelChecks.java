package io.jackfield.cli.doctor;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parts of the kernel that are there or not, switched on or off. */
final class KernelChecks {
  private static final int FAST_OPEN_CLIENT = 1;
  private static final int FAST_OPEN_SERVER = 2;

  private final KernelFiles kernel;
  private final Finding.Trial ioUring;

  /**
   * Checks what the kernel's files say, and tries the rest.
   *
   * @param ioUring opens a ring, and says what it is good for
   */
  KernelChecks(KernelFiles kernel, Finding.Trial ioUring) {
    this.kernel = kernel;
    this.ioUring = ioUring;
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

  /** What event loops wait by where they can; else by epoll. */
  Finding ioUring() {
    String name = "io_uring";
    try {
      return Finding.ok(name, ioUring.run());
    } catch (Exception | LinkageError e) {
      return Finding.no(name, new RingRefusal(kernel).sentence(e));
    }
  }
}
