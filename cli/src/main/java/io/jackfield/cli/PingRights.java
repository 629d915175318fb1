package io.jackfield.cli;

import io.jackfield.cli.doctor.KernelFiles;

/** What to do where this user may not ping. */
final class PingRights {
  private static final String SETTING = "net.ipv4.ping_group_range";

  private PingRights() {}

  static String sentence() {
    String now = KernelFiles.real().setting(SETTING);
    return "not permitted: run it as root or with CAP_NET_RAW, or let every group ping: sysctl -w "
        + SETTING
        + "='0 2147483647'"
        + (now == null ? "" : " (now it is '" + now + "')");
  }
}
