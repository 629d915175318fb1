package io.jackfield.socket;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.socket.linux.CProbe;
import io.jackfield.socket.option.FlowLabel;
import io.jackfield.socket.option.Ipv4SourceFilter;
import io.jackfield.socket.option.Ipv4SourceMembership;
import io.jackfield.socket.option.Ipv6Source;
import io.jackfield.socket.option.Linger;
import io.jackfield.socket.option.MulticastInterface;
import io.jackfield.socket.option.MulticastMembership;
import io.jackfield.socket.option.PeerCredentials;
import io.jackfield.socket.option.RepairOptions;
import io.jackfield.socket.option.RepairWindow;
import io.jackfield.socket.option.SignatureKey;
import io.jackfield.socket.option.SocketFilter;
import io.jackfield.socket.option.SocketMemory;
import io.jackfield.socket.option.SourceFilter;
import io.jackfield.socket.option.SourceMembership;
import io.jackfield.socket.option.Timestamping;
import io.jackfield.socket.option.TransmitTime;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a record becomes, byte by byte, is what C makes of its structure, and the other way. */
final class StructureTest {
  private static final Inet4Address GROUP = inet("239.1.2.3");
  private static final Inet4Address OWN = inet("10.1.2.3");
  private static final Inet4Address OTHER = inet("10.4.5.6");
  private static final Inet6Address GROUP6 = inet6("ff15::1:2");
  private static final Inet6Address OTHER6 = inet6("fd00::3:4");

  /** For C, in the same order. */
  private static final String ADDRESSES =
      """
      static const char *const group = "239.1.2.3", *const own = "10.1.2.3", *const other = "10.4.5.6";
      static const char *const group6 = "ff15::1:2", *const other6 = "fd00::3:4";
      #define FOUR(at, text) inet_pton(AF_INET, text, at)
      #define SIX(at, text) inet_pton(AF_INET6, text, at)
      #define STORE(at, text) do { \\
        struct sockaddr_in a = {AF_INET}; FOUR(&a.sin_addr, text); memcpy(at, &a, sizeof a); } while (0)
      #define STORE6(at, text) do { \\
        struct sockaddr_in6 a = {AF_INET6}; SIX(&a.sin6_addr, text); memcpy(at, &a, sizeof a); } while (0)
      """;

  @TempDir private Path folder;

  private static Inet4Address inet(String address) {
    return (Inet4Address) InetAddress.ofLiteral(address);
  }

  private static Inet6Address inet6(String address) {
    return (Inet6Address) InetAddress.ofLiteral(address);
  }

  private record Sample<T>(
      OptionCodec<T> codec, T value, String declaration, String statements, boolean isRead) {
    void compare(byte[] theirs) {
      if (!isRead) {
        byte[] ours = codec.encode(value);
        assertThat(ours).as(declaration).isEqualTo(theirs);
      } else {
        assertThat(codec.decode(theirs)).as(declaration).isEqualTo(value);
      }
    }
  }

  private static <T> Sample<T> set(
      OptionCodec<T> codec, T value, String declaration, String statements) {
    return new Sample<>(codec, value, declaration, statements, false);
  }

  private static <T> Sample<T> read(
      OptionCodec<T> codec, T value, String declaration, String statements) {
    return new Sample<>(codec, value, declaration, statements, true);
  }

  private static List<Sample<?>> general() {
    return List.of(
        set(
            SocketCodecs.LINGER,
            Linger.of(Duration.ofSeconds(3)),
            "struct linger v",
            "v.l_onoff = 1; v.l_linger = 3;"),
        read(
            SocketCodecs.LINGER,
            Linger.of(Duration.ofSeconds(3)),
            "struct linger v",
            "v.l_onoff = 1; v.l_linger = 3;"),
        read(
            UnixCodecs.CREDENTIALS,
            new PeerCredentials(1, 2, 3),
            "struct ucred v",
            "v.pid = 1; v.uid = 2; v.gid = 3;"),
        set(
            TimeCodecs.TIMEVAL,
            Duration.ofSeconds(5, 7_000),
            "struct timeval v",
            "v.tv_sec = 5; v.tv_usec = 7;"),
        read(
            TimeCodecs.TIMEVAL,
            Duration.ofSeconds(5, 7_000),
            "struct timeval v",
            "v.tv_sec = 5; v.tv_usec = 7;"),
        read(
            SocketCodecs.MEMORY,
            new SocketMemory(1, 2, 3, 4, 5, 6, 7, 8, 9),
            "unsigned v[SK_MEMINFO_VARS]",
            "v[SK_MEMINFO_RMEM_ALLOC] = 1; v[SK_MEMINFO_RCVBUF] = 2; v[SK_MEMINFO_WMEM_ALLOC] = 3;"
                + " v[SK_MEMINFO_SNDBUF] = 4; v[SK_MEMINFO_FWD_ALLOC] = 5;"
                + " v[SK_MEMINFO_WMEM_QUEUED] = 6; v[SK_MEMINFO_OPTMEM] = 7;"
                + " v[SK_MEMINFO_BACKLOG] = 8; v[SK_MEMINFO_DROPS] = 9;"),
        set(
            PacketCodecs.TIMESTAMPING,
            new Timestamping(Set.of(Timestamping.Flag.BIND_HARDWARE_CLOCK), 3),
            "struct so_timestamping v",
            "v.flags = SOF_TIMESTAMPING_BIND_PHC; v.bind_phc = 3;"),
        set(
            PacketCodecs.TRANSMIT_TIME,
            new TransmitTime(11, true, false),
            "struct sock_txtime v",
            "v.clockid = CLOCK_TAI; v.flags = SOF_TXTIME_DEADLINE_MODE;"),
        set(
            PacketCodecs.TRANSMIT_TIME,
            new TransmitTime(1, false, true),
            "struct sock_txtime v",
            "v.clockid = CLOCK_MONOTONIC; v.flags = SOF_TXTIME_REPORT_ERRORS;"),
        // The kernel's structure, its pointer still to be set, and one instruction.
        set(
            PacketCodecs.FILTER,
            SocketFilter.of(new SocketFilter.Instruction(0x15, 1, 2, 3)),
            "struct { struct sock_fprog program; struct sock_filter one; } v",
            "v.program.len = 1; v.one.code = BPF_JMP | BPF_JEQ | BPF_K; v.one.jt = 1; v.one.jf = 2;"
                + " v.one.k = 3;"));
  }

  private static List<Sample<?>> ip() {
    return List.of(
        read(
            Ipv6Codecs.PATH_MTU,
            1_280,
            "struct ip6_mtuinfo v",
            "v.ip6m_addr.sin6_family = AF_INET6; v.ip6m_mtu = 1280;"),
        set(
            Ipv6Codecs.SOURCE,
            new Ipv6Source(OTHER6, 7),
            "struct in6_pktinfo v",
            "SIX(&v.ipi6_addr, other6); v.ipi6_ifindex = 7;"),
        set(Ipv6Codecs.FLOW_LABEL, label(), "struct in6_flowlabel_req v", FLOW_LABEL),
        read(Ipv6Codecs.FLOW_LABEL, label(), "struct in6_flowlabel_req v", FLOW_LABEL),
        set(
            TcpCodecs.SIGNATURE_KEY,
            SignatureKey.of(new InetSocketAddress(OWN, 0), "key".getBytes(US_ASCII))
                .forPrefix(8)
                .onInterface(7),
            "struct tcp_md5sig v",
            "STORE(&v.tcpm_addr, own); v.tcpm_flags = TCP_MD5SIG_FLAG_PREFIX |"
                + " TCP_MD5SIG_FLAG_IFINDEX; v.tcpm_prefixlen = 8; v.tcpm_ifindex = 7;"
                + " v.tcpm_keylen = 3; memcpy(v.tcpm_key, \"key\", 3);"),
        set(
            TcpCodecs.REPAIR_OPTIONS,
            new RepairOptions(List.of(new RepairOptions.Agreed(2, 3))),
            "struct tcp_repair_opt v",
            "v.opt_code = 2; v.opt_val = 3;"),
        set(TcpCodecs.REPAIR_WINDOW, window(), "struct tcp_repair_window v", WINDOW),
        read(TcpCodecs.REPAIR_WINDOW, window(), "struct tcp_repair_window v", WINDOW));
  }

  private static final String FLOW_LABEL =
      "SIX(&v.flr_dst, other6); v.flr_label = htonl(0x12345); v.flr_action = IPV6_FL_A_RENEW;"
          + " v.flr_share = IPV6_FL_S_ANY; v.flr_flags = IPV6_FL_F_CREATE; v.flr_expires = 60000;"
          + " v.flr_linger = 6;";

  private static FlowLabel label() {
    return new FlowLabel(
        OTHER6,
        0x12345,
        FlowLabel.Action.RENEW,
        FlowLabel.Share.ANY,
        Set.of(FlowLabel.Flag.CREATE),
        Duration.ofSeconds(60_000),
        Duration.ofSeconds(6));
  }

  private static final String WINDOW =
      "v.snd_wl1 = 1; v.snd_wnd = 2; v.max_window = 3; v.rcv_wnd = 4; v.rcv_wup = 5;";

  private static RepairWindow window() {
    return new RepairWindow(1, 2, 3, 4, 5);
  }

  private static List<Sample<?>> multicast() {
    return List.of(
        set(
            MulticastCodecs.INET_MEMBERSHIP,
            new MulticastMembership(GROUP, 7),
            "struct ip_mreqn v",
            "FOUR(&v.imr_multiaddr, group); v.imr_ifindex = 7;"),
        set(
            MulticastCodecs.INET_INTERFACE,
            new MulticastInterface(OWN, 7),
            "struct ip_mreqn v",
            "FOUR(&v.imr_address, own); v.imr_ifindex = 7;"),
        set(
            MulticastCodecs.INET6_MEMBERSHIP,
            new MulticastMembership(GROUP6, 7),
            "struct ipv6_mreq v",
            "SIX(&v.ipv6mr_multiaddr, group6); v.ipv6mr_interface = 7;"),
        set(
            MulticastCodecs.INET_SOURCE,
            new Ipv4SourceMembership(GROUP, OTHER, OWN),
            "struct ip_mreq_source v",
            "FOUR(&v.imr_multiaddr, group); FOUR(&v.imr_interface, own);"
                + " FOUR(&v.imr_sourceaddr, other);"),
        set(
            MulticastCodecs.MEMBERSHIP,
            new MulticastMembership(GROUP, 7),
            "struct group_req v",
            "v.gr_interface = 7; STORE(&v.gr_group, group);"),
        set(
            MulticastCodecs.SOURCE,
            new SourceMembership(GROUP6, OTHER6, 7),
            "struct group_source_req v",
            "v.gsr_interface = 7; STORE6(&v.gsr_group, group6); STORE6(&v.gsr_source, other6);"),
        set(SourceFilterCodecs.INET_FILTER, inetFilter(), "struct ip_msfilter v", INET_FILTER),
        read(SourceFilterCodecs.INET_FILTER, inetFilter(), "struct ip_msfilter v", INET_FILTER),
        set(SourceFilterCodecs.FILTER, filter(), "struct group_filter v", FILTER),
        read(SourceFilterCodecs.FILTER, filter(), "struct group_filter v", FILTER));
  }

  private static final String INET_FILTER =
      "FOUR(&v.imsf_multiaddr, group); FOUR(&v.imsf_interface, own); v.imsf_fmode = MCAST_INCLUDE;"
          + " v.imsf_numsrc = 1; FOUR(&v.imsf_slist[0], other);";

  private static Ipv4SourceFilter inetFilter() {
    return new Ipv4SourceFilter(GROUP, OWN, SourceFilter.Mode.INCLUDE, List.of(OTHER));
  }

  private static final String FILTER =
      "v.gf_interface = 7; STORE6(&v.gf_group, group6); v.gf_fmode = MCAST_INCLUDE; v.gf_numsrc = 1;"
          + " STORE6(&v.gf_slist[0], other6);";

  private static SourceFilter filter() {
    return new SourceFilter(GROUP6, 7, SourceFilter.Mode.INCLUDE, List.of(OTHER6));
  }

  @Test
  void everyStructureHasTheBytesOfC() throws Exception {
    var probe = new CProbe();
    probe.declare(ADDRESSES);
    List<Sample<?>> samples =
        Arrays.asList(general(), ip(), multicast()).stream().flatMap(List::stream).toList();
    for (int i = 0; i < samples.size(); i++) {
      probe.bytes("sample " + i, samples.get(i).declaration(), samples.get(i).statements());
    }
    CProbe.Answers theirs = probe.run(folder);
    for (int i = 0; i < samples.size(); i++) {
      samples.get(i).compare(theirs.bytes("sample " + i));
    }
  }
}
