package io.jackfield.socket.option;

/**
 * Who sees to it that packets fit their path: {@code IP_PMTUDISC_*} and {@code IPV6_PMTUDISC_*}, in
 * their order. Source: ip(7), ipv6(7), {@code linux/in.h}.
 */
public enum PathMtuDiscovery implements KernelNumber {
  /** Packets may be fragmented on their way: the "don't fragment" bit is never set. */
  DONT(0),
  /** As the route says; datagrams that are too long for the path are fragmented here. */
  WANT(1),
  /** Never fragmented: a datagram that is too long is refused with {@code EMSGSIZE}. */
  DO(2),
  /** Never fragmented, and what is known of the path is ignored: to find its MTU oneself. */
  PROBE(3),
  /** The device's MTU counts, reports about the path are ignored; datagrams are not fragmented. */
  INTERFACE(4),
  /** As {@link #INTERFACE}, but datagrams longer than the device's MTU are fragmented here. */
  OMIT(5);

  private final int number;

  PathMtuDiscovery(int number) {
    this.number = number;
  }

  @Override
  public int number() {
    return number;
  }
}
