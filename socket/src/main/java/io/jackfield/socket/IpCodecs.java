package io.jackfield.socket;

import io.jackfield.socket.OptionCodec.IntCodec;
import io.jackfield.socket.OptionCodec.ReadCodec;
import io.jackfield.socket.option.PathMtuDiscovery;
import io.jackfield.socket.option.PortRange;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** The values of levels {@code IPPROTO_IP} and {@code IPPROTO_IPV6} that both or IPv4 have. */
final class IpCodecs {
  /** An {@code int} in network byte order. */
  static final OptionCodec<Integer> NETWORK_INT =
      new OptionCodec<>(Integer.class, Integer.BYTES) {
        @Override
        ByteBuffer write(Integer value) {
          return ByteBuffer.allocate(Integer.BYTES).putInt(value);
        }

        @Override
        Integer read(ByteBuffer bytes) {
          return KernelAddresses.network(bytes, 0, Integer.BYTES).getInt();
        }
      };

  /** {@code IP_PMTUDISC_*} and {@code IPV6_PMTUDISC_*}, which are the same. */
  static final OptionCodec<PathMtuDiscovery> PATH_MTU_DISCOVERY =
      new IntCodec<>(PathMtuDiscovery.class) {
        @Override
        int toInt(PathMtuDiscovery how) {
          return how.number();
        }

        @Override
        PathMtuDiscovery fromInt(int number) {
          return KernelNumbers.constant(PathMtuDiscovery.class, number, PathMtuDiscovery.WANT);
        }
      };

  /** The lowest port in the lower half of an {@code int}, the highest in the upper. */
  static final OptionCodec<PortRange> PORT_RANGE =
      new IntCodec<>(PortRange.class) {
        @Override
        int toInt(PortRange range) {
          return range.highest() << 16 | range.lowest();
        }

        @Override
        PortRange fromInt(int range) {
          return new PortRange(range & 0xffff, range >>> 16);
        }
      };

  /** {@code struct sockaddr_storage} of the internet's families. */
  static final OptionCodec<InetSocketAddress> ADDRESS =
      new ReadCodec<>(InetSocketAddress.class, KernelAddresses.STORAGE_BYTES) {
        @Override
        InetSocketAddress read(ByteBuffer bytes) {
          return KernelAddresses.socket(bytes, 0);
        }
      };

  private IpCodecs() {}
}
