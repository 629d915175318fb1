package io.jackfield.socket;

import static io.jackfield.socket.OptionCodec.room;

import io.jackfield.socket.OptionCodec.WriteCodec;
import io.jackfield.socket.option.Ipv4SourceMembership;
import io.jackfield.socket.option.MulticastInterface;
import io.jackfield.socket.option.MulticastMembership;
import io.jackfield.socket.option.SourceMembership;
import java.nio.ByteBuffer;

/** The structures that name a multicast group. Each codec names its own. */
final class MulticastCodecs {
  private static final int STORAGE = KernelAddresses.STORAGE_BYTES;

  /** {@code struct ip_mreqn}: {@code imr_multiaddr}, {@code imr_address}, {@code imr_ifindex}. */
  static final OptionCodec<MulticastMembership> INET_MEMBERSHIP =
      new WriteCodec<>(MulticastMembership.class) {
        @Override
        ByteBuffer write(MulticastMembership membership) {
          return room(12)
              .put(KernelAddresses.inet(membership.group()))
              .putInt(8, membership.interfaceIndex());
        }
      };

  /** As {@link #INET_MEMBERSHIP}, without a group; what is read is the address alone. */
  static final OptionCodec<MulticastInterface> INET_INTERFACE =
      new OptionCodec<>(MulticastInterface.class, KernelAddresses.INET_BYTES) {
        @Override
        ByteBuffer write(MulticastInterface device) {
          return room(12)
              .putInt(0)
              .put(KernelAddresses.inet(device.address()))
              .putInt(device.index());
        }

        @Override
        MulticastInterface read(ByteBuffer bytes) {
          return new MulticastInterface(KernelAddresses.inet(bytes, 0), 0);
        }
      };

  /** {@code struct ipv6_mreq}: {@code ipv6mr_multiaddr}, {@code ipv6mr_interface}. */
  static final OptionCodec<MulticastMembership> INET6_MEMBERSHIP =
      new WriteCodec<>(MulticastMembership.class) {
        @Override
        ByteBuffer write(MulticastMembership membership) {
          return room(20)
              .put(KernelAddresses.inet6(membership.group()))
              .putInt(membership.interfaceIndex());
        }
      };

  /** {@code struct ip_mreq_source}: group, interface, source. */
  static final OptionCodec<Ipv4SourceMembership> INET_SOURCE =
      new WriteCodec<>(Ipv4SourceMembership.class) {
        @Override
        ByteBuffer write(Ipv4SourceMembership membership) {
          return room(12)
              .put(KernelAddresses.inet(membership.group()))
              .put(KernelAddresses.inet(membership.interfaceAddress()))
              .put(KernelAddresses.inet(membership.source()));
        }
      };

  /** {@code struct group_req}: {@code gr_interface}, {@code gr_group}. */
  static final OptionCodec<MulticastMembership> MEMBERSHIP =
      new WriteCodec<>(MulticastMembership.class) {
        @Override
        ByteBuffer write(MulticastMembership membership) {
          ByteBuffer bytes = room(8 + STORAGE).putInt(0, membership.interfaceIndex());
          KernelAddresses.putSocket(bytes, 8, membership.group(), 0);
          return bytes;
        }
      };

  /** {@code struct group_source_req}: interface, group, source. */
  static final OptionCodec<SourceMembership> SOURCE =
      new WriteCodec<>(SourceMembership.class) {
        @Override
        ByteBuffer write(SourceMembership membership) {
          ByteBuffer bytes = room(8 + 2 * STORAGE).putInt(0, membership.interfaceIndex());
          KernelAddresses.putSocket(bytes, 8, membership.group(), 0);
          KernelAddresses.putSocket(bytes, 8 + STORAGE, membership.source(), 0);
          return bytes;
        }
      };

  private MulticastCodecs() {}
}
