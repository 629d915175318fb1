package io.jackfield.cli.doctor;

/** What root may do, part by part, as far as sockets need it. Source: capabilities(7). */
enum Capability {
  /** Ports below 1024. */
  CAP_NET_BIND_SERVICE(10),
  /** Interfaces, routes, marks. */
  CAP_NET_ADMIN(12),
  /** Raw and packet sockets. */
  CAP_NET_RAW(13),
  /** Memory locked without limit. */
  CAP_IPC_LOCK(14);

  private static final int HEXADECIMAL = 16;

  /** Each user is the one of that number: there is no namespace around this process. */
  private static final String ALL_USERS = "0 0 4294967295";

  private final int bit;

  Capability(int bit) {
    this.bit = bit;
  }

  /** Whether this process has it. */
  boolean isHeld(KernelFiles kernel) {
    String bits = kernel.status("CapEff");
    try {
      return bits != null && (Long.parseUnsignedLong(bits, HEXADECIMAL) & (1L << bit)) != 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /**
   * Whether this process has it on the whole machine. Root of a user namespace has it in there
   * only, which does not do for memory. Source: user_namespaces(7).
   */
  boolean isHeldEverywhere(KernelFiles kernel) {
    String users = kernel.text("self/uid_map");
    return isHeld(kernel)
        && (users == null || users.strip().replaceAll("\\s+", " ").equals(ALL_USERS));
  }
}
