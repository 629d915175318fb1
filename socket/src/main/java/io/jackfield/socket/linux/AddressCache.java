package io.jackfield.socket.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/**
 * Addresses of IP as the kernel has them and as objects, both ways, so that those of a peer that is
 * heard of again are neither made nor written anew. A place holds the last address that fell on it.
 * Belongs to one thread.
 */
final class AddressCache {
  /** {@code struct sockaddr_in6} is 28 bytes, {@code sockaddr_in} 16; so much is copied. */
  static final int NAME_BYTES = 32;

  private static final int PLACE_BITS = 8;
  private static final int PLACES = 1 << PLACE_BITS;
  private static final int INET_BYTES = 16;
  private static final int INET6_BYTES = 28;
  private static final long LONG_SPREAD = 0x9E3779B97F4A7C15L;
  private static final int INT_SPREAD = 0x9E3779B9;

  private final MemorySegment readNames =
      Arena.ofAuto().allocate((long) PLACES * NAME_BYTES, Long.BYTES);
  private final @Nullable SocketAddress[] read = new @Nullable SocketAddress[PLACES];

  private final MemorySegment writtenNames =
      Arena.ofAuto().allocate((long) PLACES * NAME_BYTES, Long.BYTES);
  private final @Nullable SocketAddress[] written = new @Nullable SocketAddress[PLACES];
  private final @Nullable ProtocolFamily[] families = new @Nullable ProtocolFamily[PLACES];
  private final int[] lengths = new int[PLACES];

  /** What the kernel wrote at {@code name}; null where it gave none. */
  @Nullable SocketAddress read(MemorySegment name, int length) {
    long from = name.address();
    if (length != INET_BYTES && length != INET6_BYTES) {
      return Sockaddr.read(name, length);
    }
    int place = (int) ((hash(from, length) * LONG_SPREAD) >>> (Long.SIZE - PLACE_BITS));
    long ours = readNames.address() + (long) place * NAME_BYTES;
    SocketAddress known = read[place];
    if (known == null || !isSame(from, ours, length)) {
      known = Sockaddr.read(name, length);
      read[place] = known;
      copy(from, ours);
    }
    return known;
  }

  private static long hash(long name, int length) {
    long sum = NativeMemory.getLong(name);
    return length == INET_BYTES
        ? sum
        : sum
            + 31 * NativeMemory.getLong(name + 8)
            + 961 * NativeMemory.getLong(name + 16)
            + NativeMemory.getInt(name + 24);
  }

  /** The first eight bytes have the family, so that a short one is never taken for a long one. */
  private static boolean isSame(long one, long other, int length) {
    return NativeMemory.getLong(one) == NativeMemory.getLong(other)
        && (length == INET_BYTES
            || (NativeMemory.getLong(one + 8) == NativeMemory.getLong(other + 8)
                && NativeMemory.getLong(one + 16) == NativeMemory.getLong(other + 16)
                && NativeMemory.getInt(one + 24) == NativeMemory.getInt(other + 24)));
  }

  private static void copy(long from, long to) {
    for (int i = 0; i < NAME_BYTES; i += Long.BYTES) {
      NativeMemory.putLong(to + i, NativeMemory.getLong(from + i));
    }
  }

  /**
   * Writes {@code address} to {@code name}, {@link #NAME_BYTES} of room; returns its length. Throws
   * as {@link Sockaddr#write}.
   */
  @SuppressWarnings("ReferenceEquality") // Equal ones may have different scopes.
  int write(SocketAddress address, ProtocolFamily family, long name) throws SocketException {
    int place = (address.hashCode() * INT_SPREAD) >>> (Integer.SIZE - PLACE_BITS);
    long at = (long) place * NAME_BYTES;
    if (written[place] != address || families[place] != family) {
      written[place] = null; // Should it throw.
      lengths[place] = Sockaddr.write(address, family, writtenNames.asSlice(at, NAME_BYTES));
      written[place] = address;
      families[place] = family;
    }
    copy(writtenNames.address() + at, name);
    return lengths[place];
  }
}
