package io.jackfield.socket.option;

import java.util.Set;

/**
 * Which time stamps are taken of packets, and which are reported: {@code struct so_timestamping}.
 * Source: {@code linux/net_tstamp.h}, the kernel's {@code networking/timestamping}.
 *
 * @param flags what is taken and reported; empty for nothing
 * @param hardwareClock the index of the clock that {@link Flag#BIND_HARDWARE_CLOCK} binds to, else
 *     0
 */
public record Timestamping(Set<Flag> flags, int hardwareClock) {
  /** The bits {@code SOF_TIMESTAMPING_*}. */
  public enum Flag implements KernelNumber {
    /** Take one in the device when it sends. */
    SEND_HARDWARE(1),
    /** Take one when the packet leaves the kernel. */
    SEND_SOFTWARE(1 << 1),
    /** Take one in the device when it receives. */
    RECEIVE_HARDWARE(1 << 2),
    /** Take one when the packet enters the kernel. */
    RECEIVE_SOFTWARE(1 << 3),
    /** Report those that software took. */
    REPORT_SOFTWARE(1 << 4),
    /** Has no effect any more. */
    REPORT_SYSTEM_HARDWARE(1 << 5),
    /** Report those that the device took, in its own time. */
    REPORT_HARDWARE(1 << 6),
    /** Number the packets, so that a report can be matched with what was sent. */
    NUMBERED(1 << 7),
    /** Take one when the packet scheduler gets the packet. */
    SEND_SCHEDULED(1 << 8),
    /** Take one when the peer has acknowledged. */
    SEND_ACKNOWLEDGED(1 << 9),
    /** Report as a control message also where the error queue has none (IPv4's packet info). */
    CONTROL_MESSAGES(1 << 10),
    /** Report without the packet. */
    TIME_ONLY(1 << 11),
    /** Report the connection's statistics along with it. */
    STATISTICS(1 << 12),
    /** Report the device and the length of packets that it stamped. */
    PACKET_INFO(1 << 13),
    /** Report software's and the device's for the same packet. */
    SEND_SOFTWARE_AND_HARDWARE(1 << 14),
    /** Take the device's time from the clock {@link Timestamping#hardwareClock}. */
    BIND_HARDWARE_CLOCK(1 << 15),
    /** Number a stream's bytes by what was written, not what was acknowledged (Linux 6.2). */
    NUMBERED_TCP(1 << 16),
    /** Report received packets' stamps only to sockets that asked (Linux 6.12). */
    RECEIVE_FILTER(1 << 17),
    /** Take one when the device reports the packet as sent (Linux 6.15). */
    SEND_COMPLETED(1 << 18);

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
  public Timestamping {
    flags = Set.copyOf(flags);
  }

  /** Without a clock of the device's. */
  public static Timestamping of(Flag... flags) {
    return new Timestamping(Set.of(flags), 0);
  }
}
