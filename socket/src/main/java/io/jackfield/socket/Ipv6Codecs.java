package io.jackfield.socket;

import static io.jackfield.socket.OptionCodec.room;

import io.jackfield.socket.OptionCodec.IntCodec;
import io.jackfield.socket.OptionCodec.ReadCodec;
import io.jackfield.socket.option.AddressPreferences;
import io.jackfield.socket.option.AddressPreferences.Preference;
import io.jackfield.socket.option.FlowLabel;
import io.jackfield.socket.option.FlowLabel.Action;
import io.jackfield.socket.option.FlowLabel.Share;
import io.jackfield.socket.option.Ipv6Source;
import java.nio.ByteBuffer;
import java.time.Duration;

/** The structures of {@link Ipv6Options}. Each codec names its own. */
final class Ipv6Codecs {
  /** {@code struct ip6_mtuinfo}, of which the kernel fills {@code ip6m_mtu} alone. */
  static final OptionCodec<Integer> PATH_MTU =
      new ReadCodec<>(Integer.class, KernelAddresses.SOCKADDR_INET6_BYTES + Integer.BYTES) {
        @Override
        Integer read(ByteBuffer bytes) {
          return bytes.getInt(KernelAddresses.SOCKADDR_INET6_BYTES);
        }
      };

  /** {@code struct in6_pktinfo}: {@code ipi6_addr}, {@code ipi6_ifindex}. */
  static final OptionCodec<Ipv6Source> SOURCE =
      new OptionCodec.WriteCodec<>(Ipv6Source.class) {
        @Override
        ByteBuffer write(Ipv6Source source) {
          return room(KernelAddresses.INET6_BYTES + Integer.BYTES)
              .put(KernelAddresses.inet6(source.address()))
              .putInt(source.interfaceIndex());
        }
      };

  /** {@code IPV6_PREFER_SRC_*}. */
  static final OptionCodec<AddressPreferences> ADDRESS_PREFERENCES =
      new IntCodec<>(AddressPreferences.class) {
        @Override
        int toInt(AddressPreferences wanted) {
          return KernelNumbers.bits(wanted.preferences());
        }

        @Override
        AddressPreferences fromInt(int bits) {
          return new AddressPreferences(KernelNumbers.among(Preference.class, bits));
        }
      };

  /** {@code struct in6_flowlabel_req}. */
  static final OptionCodec<FlowLabel> FLOW_LABEL = new FlowLabelCodec();

  private Ipv6Codecs() {}

  private static final class FlowLabelCodec extends OptionCodec<FlowLabel> {
    private static final int BYTES = 32;
    private static final int LABEL_AT = 16;
    private static final int ACTION_AT = 20;
    private static final int SHARE_AT = 21;
    private static final int FLAGS_AT = 22;
    private static final int EXPIRES_AT = 24;
    private static final int LINGER_AT = 26;
    private static final int LABEL_BITS = 0xfffff;

    FlowLabelCodec() {
      super(FlowLabel.class, BYTES);
    }

    @Override
    ByteBuffer write(FlowLabel request) {
      ByteBuffer bytes = room(BYTES).put(0, KernelAddresses.inet6(request.destination()));
      KernelAddresses.network(bytes, LABEL_AT, 4).putInt(request.label() & LABEL_BITS);
      return bytes
          .put(ACTION_AT, (byte) request.action().number())
          .put(SHARE_AT, (byte) request.share().number())
          .putShort(FLAGS_AT, (short) KernelNumbers.bits(request.flags()))
          .putShort(EXPIRES_AT, seconds(request.expires()))
          .putShort(LINGER_AT, seconds(request.linger()));
    }

    private static short seconds(Duration time) {
      long seconds = TimeCodecs.notNegative(time).plusSeconds(1).minusNanos(1).toSeconds();
      if (seconds > 0xffff) {
        throw new IllegalArgumentException(time + " is too long: 65535 seconds at most");
      }
      return (short) seconds;
    }

    @Override
    FlowLabel read(ByteBuffer bytes) {
      return new FlowLabel(
          KernelAddresses.inet6(bytes, 0),
          KernelAddresses.network(bytes, LABEL_AT, 4).getInt() & LABEL_BITS,
          KernelNumbers.constant(Action.class, bytes.get(ACTION_AT), Action.GET),
          KernelNumbers.constant(Share.class, bytes.get(SHARE_AT) & 0xff, Share.NONE),
          KernelNumbers.among(FlowLabel.Flag.class, bytes.getShort(FLAGS_AT)),
          Duration.ofSeconds(bytes.getShort(EXPIRES_AT) & 0xffff),
          Duration.ofSeconds(bytes.getShort(LINGER_AT) & 0xffff));
    }
  }
}
