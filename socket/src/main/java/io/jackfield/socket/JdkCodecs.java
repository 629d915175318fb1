package io.jackfield.socket;

import static io.jackfield.socket.OptionCodec.room;

import io.jackfield.socket.OptionCodec.IntCodec;
import io.jackfield.socket.option.PathMtuDiscovery;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Collections;

/** Values of the JDK's options, in the forms that its own channels take and give. */
final class JdkCodecs {
  private static final int MAX_LINGER_SECONDS = 65_535;
  private static final int MIN_RECEIVE_BUFFER = 1_024;

  /** {@code struct linger} as seconds, negative for off. */
  static final OptionCodec<Integer> LINGER =
      new OptionCodec<>(Integer.class, 8) {
        @Override
        ByteBuffer write(Integer seconds) {
          return room(8)
              .putInt(seconds < 0 ? 0 : 1)
              .putInt(Math.clamp(seconds, 0, MAX_LINGER_SECONDS));
        }

        @Override
        Integer read(ByteBuffer bytes) {
          return bytes.getInt(0) == 0 ? -1 : bytes.getInt(4);
        }
      };

  /** 0 to 255. */
  static final OptionCodec<Integer> OCTET =
      new IntCodec<>(Integer.class) {
        @Override
        int toInt(Integer value) {
          return inRange(value, 255);
        }

        @Override
        Integer fromInt(int number) {
          return number;
        }
      };

  /** The size that was set, which the kernel has doubled. */
  static final OptionCodec<Integer> SEND_BUFFER = new BufferSize(0);

  /** As {@link #SEND_BUFFER}, not too small to be of use. */
  static final OptionCodec<Integer> RECEIVE_BUFFER = new BufferSize(MIN_RECEIVE_BUFFER);

  /** Two of the ways to see to it that packets fit. */
  static final OptionCodec<Boolean> DONT_FRAGMENT =
      new IntCodec<>(Boolean.class) {
        @Override
        int toInt(Boolean on) {
          return (on ? PathMtuDiscovery.DO : PathMtuDiscovery.DONT).number();
        }

        @Override
        Boolean fromInt(int number) {
          return number == PathMtuDiscovery.DO.number();
        }
      };

  /** {@code struct ip_mreqn} with the device's index and first address; read, that address. */
  static final OptionCodec<NetworkInterface> INTERFACE_BY_ADDRESS =
      new OptionCodec<>(NetworkInterface.class, KernelAddresses.INET_BYTES) {
        @Override
        ByteBuffer write(NetworkInterface device) {
          return room(12).put(4, anyInet(device)).putInt(8, device.getIndex());
        }

        @Override
        @SuppressWarnings("NullAway") // The JDK says null where no interface was set.
        NetworkInterface read(ByteBuffer bytes) {
          InetAddress address = KernelAddresses.inet(bytes, 0);
          try {
            return address.isAnyLocalAddress() ? null : NetworkInterface.getByInetAddress(address);
          } catch (SocketException e) {
            throw new UncheckedIOException(e);
          }
        }
      };

  /** The device's index. */
  static final OptionCodec<NetworkInterface> INTERFACE_BY_INDEX =
      new IntCodec<>(NetworkInterface.class) {
        @Override
        int toInt(NetworkInterface device) {
          return device.getIndex();
        }

        @Override
        @SuppressWarnings("NullAway") // As above.
        NetworkInterface fromInt(int index) {
          try {
            return index == 0 ? null : NetworkInterface.getByIndex(index);
          } catch (SocketException e) {
            throw new UncheckedIOException(e);
          }
        }
      };

  private JdkCodecs() {}

  private static final class BufferSize extends IntCodec<Integer> {
    private final int least;

    BufferSize(int least) {
      super(Integer.class);
      this.least = least;
    }

    @Override
    int toInt(Integer size) {
      return Math.max(inRange(size, Integer.MAX_VALUE), least);
    }

    @Override
    Integer fromInt(int size) {
      return size / 2;
    }
  }

  private static int inRange(int value, int max) {
    if (value < 0 || value > max) {
      throw new IllegalArgumentException(value + " is not between 0 and " + max);
    }
    return value;
  }

  private static byte[] anyInet(NetworkInterface device) {
    for (InetAddress address : Collections.list(device.getInetAddresses())) {
      if (address instanceof Inet4Address) {
        return address.getAddress();
      }
    }
    return new byte[KernelAddresses.INET_BYTES];
  }
}
