package io.jackfield.socket.option;

import java.util.Set;

/**
 * Which of a machine's IPv6 addresses to take as the source, where the kernel chooses: {@code
 * IPV6_ADDR_PREFERENCES}. Contradictions are refused with {@code EINVAL}. Source: RFC 5014.
 */
public record AddressPreferences(Set<Preference> preferences) {
  /** {@code IPV6_PREFER_SRC_*}. */
  public enum Preference implements KernelNumber {
    /** One that changes with time, for privacy. */
    TEMPORARY(0x0001),
    /** One that stays. */
    PUBLIC(0x0002),
    /** As the system is set: {@code net.ipv6.conf.*.use_tempaddr}. */
    PUBLIC_OR_TEMPORARY_AS_SET(0x0100),
    /** A mobile node's address where it is. */
    CARE_OF(0x0004),
    /** A mobile node's address at home. */
    HOME(0x0400),
    /** One made from a key. */
    CRYPTOGRAPHIC(0x0008),
    /** One not made from a key. */
    NOT_CRYPTOGRAPHIC(0x0800);

    private final int number;

    Preference(int number) {
      this.number = number;
    }

    @Override
    public int number() {
      return number;
    }
  }

  /** Keeps a copy of the set. */
  public AddressPreferences {
    preferences = Set.copyOf(preferences);
  }

  /** These and the kernel's defaults for the rest. */
  public static AddressPreferences of(Preference... preferences) {
    return new AddressPreferences(Set.of(preferences));
  }
}
