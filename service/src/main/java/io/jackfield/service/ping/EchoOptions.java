package io.jackfield.service.ping;

import io.jackfield.socket.IpMulticastOptions;
import io.jackfield.socket.IpOptions;
import io.jackfield.socket.Ipv6MulticastOptions;
import io.jackfield.socket.Ipv6Options;
import io.jackfield.socket.Socket;
import io.jackfield.socket.TimestampOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What a socket must be told for echo: which messages to give us, and what to say beside them.
 * Source: raw(7), icmp(7), {@code linux/icmp.h}, {@code linux/icmpv6.h}.
 */
final class EchoOptions {
  private static final int SOL_RAW = 255;
  private static final int ICMP_FILTER = 1;
  private static final int ICMPV6_FILTER = 1;

  /** A filter is a bit for each type, set for those that are kept from us. */
  private static final int ICMP_FILTER_INTS = 1;

  private static final int ICMPV6_FILTER_INTS = 8;

  private EchoOptions() {}

  static void prepare(Socket socket, IcmpVersion version, EchoSocket.Kind kind) throws IOException {
    socket.setOption(TimestampOptions.NANOSECONDS, true);
    socket.setOption(
        switch (version) {
          case V4 -> IpOptions.REPORT_TIME_TO_LIVE;
          case V6 -> Ipv6Options.REPORT_HOP_LIMIT;
        },
        true);
    switch (kind) {
      case RAW -> filter(socket, version);
      case DATAGRAM ->
          socket.setOption(
              switch (version) {
                case V4 -> IpOptions.ERROR_QUEUE;
                case V6 -> Ipv6Options.ERROR_QUEUE;
              },
              true);
    }
  }

  private static void filter(Socket socket, IcmpVersion version) throws IOException {
    switch (version) {
      case V4 -> socket.rawOption(SOL_RAW, ICMP_FILTER, filter(version, ICMP_FILTER_INTS));
      case V6 ->
          socket.rawOption(version.protocol, ICMPV6_FILTER, filter(version, ICMPV6_FILTER_INTS));
    }
  }

  private static byte[] filter(IcmpVersion version, int ints) {
    ByteBuffer bits = ByteBuffer.allocate(ints * Integer.BYTES).order(ByteOrder.nativeOrder());
    for (int type = 0; type < ints * Integer.SIZE; type++) {
      if (type != version.echoReply && !version.isProblem(type)) {
        int at = type / Integer.SIZE * Integer.BYTES;
        bits.putInt(at, bits.getInt(at) | (1 << (type % Integer.SIZE)));
      }
    }
    return bits.array();
  }

  static void hopLimit(Socket socket, IcmpVersion version, int hops) throws IOException {
    switch (version) {
      case V4 -> {
        socket.setOption(IpOptions.TIME_TO_LIVE, hops);
        socket.setOption(IpMulticastOptions.TIME_TO_LIVE, hops);
      }
      case V6 -> {
        socket.setOption(Ipv6Options.UNICAST_HOPS, hops);
        socket.setOption(Ipv6MulticastOptions.HOPS, hops);
      }
    }
  }
}
