package io.jackfield.socket.netlink;

/** How far an address is good. Source: rtnetlink(7), {@code linux/rtnetlink.h}. */
public enum AddressScope {
  /** Everywhere: {@code RT_SCOPE_UNIVERSE}. */
  GLOBAL(0),
  /** Within a site: {@code RT_SCOPE_SITE}. */
  SITE(200),
  /** On its link: {@code RT_SCOPE_LINK}. */
  LINK(253),
  /** On this machine: {@code RT_SCOPE_HOST}. */
  HOST(254),
  /** Nowhere: {@code RT_SCOPE_NOWHERE}. */
  NOWHERE(255),
  /** One that this machine's administrator made: any other number. */
  OTHER(-1);

  final int number;

  AddressScope(int number) {
    this.number = number;
  }

  static AddressScope of(int number) {
    for (AddressScope scope : values()) {
      if (scope.number == number) {
        return scope;
      }
    }
    return OTHER;
  }
}
