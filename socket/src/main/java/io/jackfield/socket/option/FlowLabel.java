package io.jackfield.socket.option;

import java.net.Inet6Address;
import java.time.Duration;
import java.util.Set;

/**
 * A request to the kernel's table of IPv6 flow labels: {@code struct in6_flowlabel_req}. Source:
 * {@code linux/in6.h}, RFC 6437.
 *
 * @param destination where the labelled packets go
 * @param label 20 bits; 0 for one of the kernel's choice, which {@code /proc/net/ip6_flowlabel}
 *     alone tells
 * @param action what to do with it
 * @param share who may use it
 * @param flags how to get it
 * @param expires how long it may be kept unused, in whole seconds, 65,535 at most
 * @param linger how long it may not be given to others after its last use, likewise
 */
public record FlowLabel(
    Inet6Address destination,
    int label,
    Action action,
    Share share,
    Set<Flag> flags,
    Duration expires,
    Duration linger) {

  /** {@code IPV6_FL_A_*}. */
  public enum Action implements KernelNumber {
    /** Take it for this socket. */
    GET(0),
    /** Give it back. */
    PUT(1),
    /** Keep it longer. */
    RENEW(2);

    private final int number;

    Action(int number) {
      this.number = number;
    }

    @Override
    public int number() {
      return number;
    }
  }

  /** {@code IPV6_FL_S_*}. */
  public enum Share implements KernelNumber {
    /** Unknown, in answers. */
    NONE(0),
    /** This socket alone. */
    EXCLUSIVE(1),
    /** This process. */
    PROCESS(2),
    /** This user. */
    USER(3),
    /** Everybody. */
    ANY(255);

    private final int number;

    Share(int number) {
      this.number = number;
    }

    @Override
    public int number() {
      return number;
    }
  }

  /** {@code IPV6_FL_F_*}. */
  public enum Flag implements KernelNumber {
    /** Make it if there is none. */
    CREATE(1),
    /** Fail if there is one. */
    EXCLUSIVE(2),
    /** Use the label that the peer uses (TCP). */
    REFLECT(4),
    /** Ask for the peer's (TCP, reading only). */
    REMOTE(8);

    private final int number;

    Flag(int number) {
      this.number = number;
    }

    @Override
    public int number() {
      return number;
    }
  }

  /** Keeps a copy of the set. */
  public FlowLabel {
    flags = Set.copyOf(flags);
  }
}
