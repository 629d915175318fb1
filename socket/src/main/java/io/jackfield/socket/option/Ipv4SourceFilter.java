package io.jackfield.socket.option;

import java.net.Inet4Address;
import java.util.List;

/**
 * Which senders of a joined IPv4 group are heard: {@code struct ip_msfilter}. Source: ip(7).
 *
 * @param interfaceAddress an address of the device it was joined on
 * @param mode what the sources are
 * @param sources the senders' addresses
 */
public record Ipv4SourceFilter(
    Inet4Address group,
    Inet4Address interfaceAddress,
    SourceFilter.Mode mode,
    List<Inet4Address> sources) {

  /** Keeps a copy of the list. */
  public Ipv4SourceFilter {
    sources = List.copyOf(sources);
  }

  /** Asks for the filter of a group. */
  public static Ipv4SourceFilter of(Inet4Address group, Inet4Address interfaceAddress) {
    return new Ipv4SourceFilter(group, interfaceAddress, SourceFilter.Mode.EXCLUDE, List.of());
  }
}
