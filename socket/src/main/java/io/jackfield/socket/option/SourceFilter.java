package io.jackfield.socket.option;

import java.net.InetAddress;
import java.util.List;

/**
 * Which senders of a joined group are heard: {@code struct group_filter}. Source: RFC 3678 section
 * 5.
 *
 * @param group of the option's family
 * @param interfaceIndex the device it was joined on
 * @param mode what the sources are
 * @param sources the senders' addresses
 */
public record SourceFilter(
    InetAddress group, int interfaceIndex, Mode mode, List<InetAddress> sources) {

  /** {@code MCAST_EXCLUDE} and {@code MCAST_INCLUDE}. */
  public enum Mode implements KernelNumber {
    /** All but these are heard. */
    EXCLUDE(0),
    /** These alone are heard. */
    INCLUDE(1);

    private final int number;

    Mode(int number) {
      this.number = number;
    }

    @Override
    public int number() {
      return number;
    }
  }

  /** Keeps a copy of the list. */
  public SourceFilter {
    sources = List.copyOf(sources);
  }

  /** Asks for the filter of a group. */
  public static SourceFilter of(InetAddress group, int interfaceIndex) {
    return new SourceFilter(group, interfaceIndex, Mode.EXCLUDE, List.of());
  }
}
