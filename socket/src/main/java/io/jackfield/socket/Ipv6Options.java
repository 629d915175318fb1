package io.jackfield.socket;

import io.jackfield.socket.linux.Abi;

/** The options of an IPv6 socket, level {@code IPPROTO_IPV6}. Source: ipv6(7). */
public final class Ipv6Options {
  /** Keeps an IPv6 socket from taking IPv4 too; to be set before bind. */
  public static final KernelOption<Boolean> V6_ONLY =
      new KernelOption<>(
          "IPV6_V6ONLY", Boolean.class, Abi.IPPROTO_IPV6, Abi.IPV6_V6ONLY, OptionCodec.FLAG);

  private Ipv6Options() {}
}
