package io.jackfield.socket;

import io.jackfield.socket.option.Ipv4SourceFilter;
import io.jackfield.socket.option.SourceFilter;
import io.jackfield.socket.option.SourceFilter.Mode;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** The structures that list the senders of a multicast group. */
final class SourceFilterCodecs {
  /** How many senders a filter that is read may have; {@code net.ipv4.igmp_max_msf} is 10. */
  private static final int MAX_SOURCES = 128;

  static final OptionCodec<Ipv4SourceFilter> INET_FILTER = new InetFilter();
  static final OptionCodec<SourceFilter> FILTER = new GroupFilter();

  private SourceFilterCodecs() {}

  /** Who asks says how many senders there is room for. */
  private static byte[] withRoom(byte[] question, int countAt) {
    ByteBuffer.wrap(question).order(ByteOrder.nativeOrder()).putInt(countAt, MAX_SOURCES);
    return question;
  }

  /** {@code struct ip_msfilter}: group, interface, mode, count, sources. */
  private static final class InetFilter extends OptionCodec<Ipv4SourceFilter> {
    private static final int MODE_AT = 8;
    private static final int COUNT_AT = 12;
    private static final int SOURCES_AT = 16;
    private static final int EACH = KernelAddresses.INET_BYTES;

    InetFilter() {
      super(Ipv4SourceFilter.class, SOURCES_AT + MAX_SOURCES * EACH);
    }

    @Override
    byte[] question(Ipv4SourceFilter about) {
      return withRoom(super.question(about), COUNT_AT);
    }

    @Override
    ByteBuffer write(Ipv4SourceFilter filter) {
      ByteBuffer bytes =
          room(SOURCES_AT + filter.sources().size() * EACH)
              .put(KernelAddresses.inet(filter.group()))
              .put(KernelAddresses.inet(filter.interfaceAddress()))
              .putInt(filter.mode().number())
              .putInt(filter.sources().size());
      for (Inet4Address source : filter.sources()) {
        bytes.put(KernelAddresses.inet(source));
      }
      return bytes;
    }

    @Override
    Ipv4SourceFilter read(ByteBuffer bytes) {
      List<Inet4Address> sources = new ArrayList<>();
      for (int i = 0; i < Math.min(bytes.getInt(COUNT_AT), MAX_SOURCES); i++) {
        sources.add(KernelAddresses.inet(bytes, SOURCES_AT + i * EACH));
      }
      return new Ipv4SourceFilter(
          KernelAddresses.inet(bytes, 0),
          KernelAddresses.inet(bytes, EACH),
          KernelNumbers.constant(Mode.class, bytes.getInt(MODE_AT), Mode.EXCLUDE),
          sources);
    }
  }

  /** {@code struct group_filter}: interface, group, mode, count, sources. */
  private static final class GroupFilter extends OptionCodec<SourceFilter> {
    private static final int EACH = KernelAddresses.STORAGE_BYTES;
    private static final int GROUP_AT = 8;
    private static final int MODE_AT = GROUP_AT + EACH;
    private static final int COUNT_AT = MODE_AT + 4;
    private static final int SOURCES_AT = COUNT_AT + 4;

    GroupFilter() {
      super(SourceFilter.class, SOURCES_AT + MAX_SOURCES * EACH);
    }

    @Override
    byte[] question(SourceFilter about) {
      return withRoom(super.question(about), COUNT_AT);
    }

    @Override
    ByteBuffer write(SourceFilter filter) {
      ByteBuffer bytes =
          room(SOURCES_AT + filter.sources().size() * EACH)
              .putInt(0, filter.interfaceIndex())
              .putInt(MODE_AT, filter.mode().number())
              .putInt(COUNT_AT, filter.sources().size());
      KernelAddresses.putSocket(bytes, GROUP_AT, filter.group(), 0);
      int at = SOURCES_AT;
      for (InetAddress source : filter.sources()) {
        KernelAddresses.putSocket(bytes, at, source, 0);
        at += EACH;
      }
      return bytes;
    }

    @Override
    SourceFilter read(ByteBuffer bytes) {
      List<InetAddress> sources = new ArrayList<>();
      for (int i = 0; i < Math.min(bytes.getInt(COUNT_AT), MAX_SOURCES); i++) {
        sources.add(KernelAddresses.host(bytes, SOURCES_AT + i * EACH));
      }
      return new SourceFilter(
          KernelAddresses.host(bytes, GROUP_AT),
          bytes.getInt(0),
          KernelNumbers.constant(Mode.class, bytes.getInt(MODE_AT), Mode.EXCLUDE),
          sources);
    }
  }
}
