package io.jackfield.socket;

import io.jackfield.socket.ControlMessage.Credentials;
import io.jackfield.socket.ControlMessage.Descriptors;
import io.jackfield.socket.ControlMessage.ExtendedError;
import io.jackfield.socket.ControlMessage.HopLimit;
import io.jackfield.socket.ControlMessage.Lost;
import io.jackfield.socket.ControlMessage.Other;
import io.jackfield.socket.ControlMessage.PacketInfo;
import io.jackfield.socket.ControlMessage.PacketTimes;
import io.jackfield.socket.ControlMessage.SegmentSize;
import io.jackfield.socket.ControlMessage.SendDescriptors;
import io.jackfield.socket.ControlMessage.Timestamp;
import io.jackfield.socket.ControlMessage.TrafficClass;
import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.linux.SocketCalls;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ancillary data as the kernel lays it out: elements of a {@code struct cmsghdr} ({@code size_t}
 * length with the header, {@code int} level, {@code int} type) and data, each beginning at a
 * multiple of 8. Source: cmsg(3), {@code linux/socket.h}.
 */
final class ControlCodec {
  /** The most that is sent or received at once. */
  static final int MAX_BYTES = 4_096;

  private static final int HEADER_BYTES = 16;
  private static final int ALIGNMENT = 8;

  private ControlCodec() {}

  static byte[] encode(List<ControlMessage> messages) {
    ByteBuffer all = OptionCodec.room(MAX_BYTES);
    for (ControlMessage message : messages) {
      switch (message) {
        case SendDescriptors(List<Integer> numbers) -> {
          ByteBuffer data = OptionCodec.room(numbers.size() * Integer.BYTES);
          numbers.forEach(data::putInt);
          put(all, Abi.SOL_SOCKET, Abi.SCM_RIGHTS, data);
        }
        case Credentials(int pid, int uid, int gid) ->
            put(all, Abi.SOL_SOCKET, Abi.SCM_CREDENTIALS, ints(pid, uid, gid));
        case PacketInfo info -> putPacketInfo(all, info);
        case HopLimit(int hops, boolean v6) ->
            put(all, ip(v6), v6 ? Abi.IPV6_HOPLIMIT : Abi.IP_TTL, ints(hops));
        case TrafficClass(int value, boolean v6) ->
            put(all, ip(v6), v6 ? Abi.IPV6_TCLASS : Abi.IP_TOS, ints(value));
        case SegmentSize(int bytes) ->
            put(
                all,
                Abi.SOL_UDP,
                Abi.UDP_SEGMENT,
                OptionCodec.room(Short.BYTES).putShort((short) bytes));
        case Other(int level, int type, ByteBuffer data) ->
            put(all, level, type, OptionCodec.room(data.remaining()).put(data.duplicate()));
        case Descriptors _, Timestamp _, PacketTimes _, Lost _, ExtendedError _ ->
            throw new IllegalArgumentException(
                message.getClass().getSimpleName() + " is received only, it cannot be sent");
      }
    }
    byte[] encoded = new byte[all.position()];
    all.flip().get(encoded);
    return encoded;
  }

  private static int ip(boolean v6) {
    return v6 ? Abi.IPPROTO_IPV6 : Abi.IPPROTO_IP;
  }

  private static ByteBuffer ints(int... values) {
    ByteBuffer data = OptionCodec.room(values.length * Integer.BYTES);
    for (int value : values) {
      data.putInt(value);
    }
    return data;
  }

  /** {@code struct in_pktinfo} (index, source, destination) or {@code in6_pktinfo}. */
  private static void putPacketInfo(ByteBuffer to, PacketInfo info) {
    byte[] address = info.address() == null ? new byte[4] : info.address().getAddress();
    if (address.length == 4) {
      ByteBuffer data = OptionCodec.room(12).putInt(info.interfaceIndex()).put(address).putInt(0);
      put(to, Abi.IPPROTO_IP, Abi.IP_PKTINFO, data);
    } else {
      ByteBuffer data = OptionCodec.room(20).put(address).putInt(info.interfaceIndex());
      put(to, Abi.IPPROTO_IPV6, Abi.IPV6_PKTINFO, data);
    }
  }

  private static void put(ByteBuffer to, int level, int type, ByteBuffer data) {
    data.flip();
    if (to.remaining() < HEADER_BYTES + data.remaining() + ALIGNMENT) {
      throw new IllegalArgumentException(
          "ancillary data has at most " + MAX_BYTES + " bytes, headers included");
    }
    to.putLong(HEADER_BYTES + data.remaining()).putInt(level).putInt(type).put(data);
    to.position(aligned(to.position()));
  }

  private static int aligned(int at) {
    return (at + ALIGNMENT - 1) & -ALIGNMENT;
  }

  /** The elements of what the kernel wrote; the last may be cut where there was too little room. */
  static List<ControlMessage> decode(byte[] control) {
    List<ControlMessage> messages = new ArrayList<>();
    ByteBuffer all = ByteBuffer.wrap(control).order(ByteOrder.nativeOrder());
    for (int at = 0; control.length - at >= HEADER_BYTES; ) {
      long length = all.getLong(at);
      if (length < HEADER_BYTES) {
        break;
      }
      int whole = (int) Math.min(length, control.length - at);
      ByteBuffer data = all.slice(at + HEADER_BYTES, whole - HEADER_BYTES).order(all.order());
      messages.add(decode(all.getInt(at + 8), all.getInt(at + 12), data));
      at += aligned(whole);
    }
    return messages;
  }

  private static ControlMessage decode(int level, int type, ByteBuffer data) {
    ControlMessage known;
    try {
      known =
          switch (level) {
            case Abi.SOL_SOCKET -> socketLevel(type, data);
            case Abi.IPPROTO_IP -> ipLevel(type, data);
            case Abi.IPPROTO_IPV6 -> ipv6Level(type, data);
            case Abi.SOL_UDP -> type == Abi.UDP_GRO ? new SegmentSize(data.getInt(0)) : null;
            default -> null;
          };
    } catch (IndexOutOfBoundsException e) {
      known = null; // Cut short: what there is of it is given as it is.
    }
    return known != null ? known : new Other(level, type, data.asReadOnlyBuffer());
  }

  private static @Nullable ControlMessage socketLevel(int type, ByteBuffer data) {
    return switch (type) {
      case Abi.SCM_RIGHTS -> {
        List<PassedDescriptor> passed = new ArrayList<>();
        while (data.remaining() >= Integer.BYTES) {
          passed.add(new PassedDescriptor(data.getInt()));
        }
        yield new Descriptors(passed);
      }
      case Abi.SCM_CREDENTIALS -> new Credentials(data.getInt(0), data.getInt(4), data.getInt(8));
      case Abi.SO_TIMESTAMPNS -> new Timestamp(timespec(data, 0));
      case Abi.SO_TIMESTAMP ->
          new Timestamp(Instant.ofEpochSecond(data.getLong(0), data.getLong(8) * 1_000));
      case Abi.SO_TIMESTAMPING ->
          new PacketTimes(timespecOrNull(data, 0), timespecOrNull(data, 32));
      case Abi.SO_RXQ_OVFL -> new Lost(data.getInt(0));
      default -> null;
    };
  }

  private static Instant timespec(ByteBuffer data, int at) {
    return Instant.ofEpochSecond(data.getLong(at), data.getLong(at + 8));
  }

  private static @Nullable Instant timespecOrNull(ByteBuffer data, int at) {
    return data.getLong(at) == 0 && data.getLong(at + 8) == 0 ? null : timespec(data, at);
  }

  private static @Nullable ControlMessage ipLevel(int type, ByteBuffer data) {
    return switch (type) {
      case Abi.IP_PKTINFO -> new PacketInfo(address(data, 8, 4), data.getInt(0));
      case Abi.IP_TTL -> new HopLimit(data.getInt(0), false);
      case Abi.IP_TOS -> new TrafficClass(data.get(0) & 0xff, false);
      case Abi.IP_RECVERR -> extendedError(data);
      default -> null;
    };
  }

  private static @Nullable ControlMessage ipv6Level(int type, ByteBuffer data) {
    return switch (type) {
      case Abi.IPV6_PKTINFO -> new PacketInfo(address(data, 0, 16), data.getInt(16));
      case Abi.IPV6_HOPLIMIT -> new HopLimit(data.getInt(0), true);
      case Abi.IPV6_TCLASS -> new TrafficClass(data.getInt(0), true);
      case Abi.IPV6_RECVERR -> extendedError(data);
      default -> null;
    };
  }

  /** {@code struct sock_extended_err}, then the offender's address: {@code linux/errqueue.h}. */
  private static ControlMessage extendedError(ByteBuffer data) {
    byte[] offender = new byte[Math.max(data.remaining() - HEADER_BYTES, 0)];
    data.get(HEADER_BYTES, offender);
    return new ExtendedError(
        new Errno(data.getInt(0)),
        data.get(4) & 0xff,
        data.get(5) & 0xff,
        data.get(6) & 0xff,
        data.getInt(8),
        SocketCalls.address(offender));
  }

  private static InetAddress address(ByteBuffer data, int at, int count) {
    byte[] bytes = new byte[count];
    data.get(at, bytes);
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 and 16 bytes are always an address", e);
    }
  }
}
