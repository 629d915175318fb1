package io.jackfield.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.socket.linux.CProbe;
import io.jackfield.socket.option.AddressPreferences.Preference;
import io.jackfield.socket.option.FlowLabel;
import io.jackfield.socket.option.KernelNumber;
import io.jackfield.socket.option.PathMtuDiscovery;
import io.jackfield.socket.option.SourceFilter;
import io.jackfield.socket.option.TcpInfo.CongestionState;
import io.jackfield.socket.option.TcpState;
import io.jackfield.socket.option.Timestamping;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every option's level and number, and every constant among values, is what the compiler says. */
final class OptionAbiTest {
  private static final Map<Integer, String> LEVELS =
      Map.of(
          1,
          "SOL_SOCKET",
          0,
          "IPPROTO_IP",
          41,
          "IPPROTO_IPV6",
          6,
          "IPPROTO_TCP",
          17,
          "IPPROTO_UDP");

  /**
   * What the headers of Debian 12 (Linux 6.1) lack. Source: the kernel's {@code
   * include/uapi/asm-generic/socket.h} and {@code include/uapi/linux/tcp.h} of the version named.
   */
  private static final Map<String, Long> LATER =
      Map.of(
          "SO_PASSPIDFD", 76L, // 6.5
          "SO_PEERPIDFD", 77L, // 6.5
          "SO_RCVPRIORITY", 82L, // 6.14
          "SO_PASSRIGHTS", 83L, // 6.16
          "SO_INQ", 84L, // 6.17
          "TCP_IS_MPTCP", 43L, // 6.9
          "TCP_RTO_MAX_MS", 44L, // 6.15
          "TCP_RTO_MIN_US", 45L, // 6.15
          "TCP_DELACK_MAX_US", 46L); // 6.15

  /** Fields of {@code tcp_info} of the same kind, each behind the one before it. */
  private static final Map<TcpInfoCodec.Field, Integer> LATER_FIELDS =
      Map.of(
          TcpInfoCodec.Field.RCV_WND, 232, // 6.2
          TcpInfoCodec.Field.REHASH, 236, // 6.2
          TcpInfoCodec.Field.TOTAL_RTO, 240, // 6.7
          TcpInfoCodec.Field.TOTAL_RTO_RECOVERIES, 242, // 6.7
          TcpInfoCodec.Field.TOTAL_RTO_TIME, 244); // 6.7

  @TempDir private Path folder;

  @Test
  void everyOptionHasItsLevelAndNumber() throws Exception {
    var probe = new CProbe();
    LEVELS.values().forEach(level -> probe.expression(level, level));
    List<KernelOption<?>> options = EveryOptionTest.constants();
    options.forEach(option -> probe.macro(option.name()));
    CProbe.Answers theirs = probe.run(folder);
    LEVELS.forEach((number, name) -> assertThat(theirs.number(name)).isEqualTo((long) number));
    Map<String, Long> ours = new TreeMap<>();
    for (KernelOption<?> option : options) {
      ours.put(option.name(), (long) option.number());
      assertThat(LEVELS).as(option.name()).containsKey(option.level());
    }
    assertThat(ours).hasSizeGreaterThan(180);
    assertThat(theirs.wrong(ours, name -> name, LATER)).isEmpty();
  }

  private static <E extends Enum<E> & KernelNumber> void names(
      Map<String, KernelNumber> all, Class<E> type, String prefix, String... names) {
    E[] constants = type.getEnumConstants();
    int at = 0;
    for (E constant : constants) {
      if (constant.number() >= 0) {
        all.put(prefix + names[at++], constant);
      }
    }
    assertThat(at).as(type + " and its names").isEqualTo(names.length);
  }

  @Test
  void everyConstantHasItsNumber() throws Exception {
    Map<String, KernelNumber> ours = new TreeMap<>();
    String[] discovery = {"DONT", "WANT", "DO", "PROBE", "INTERFACE", "OMIT"};
    names(ours, PathMtuDiscovery.class, "IP_PMTUDISC_", discovery);
    names(ours, PathMtuDiscovery.class, "IPV6_PMTUDISC_", discovery);
    names(ours, SourceFilter.Mode.class, "MCAST_", "EXCLUDE", "INCLUDE");
    names(ours, FlowLabel.Action.class, "IPV6_FL_A_", "GET", "PUT", "RENEW");
    names(ours, FlowLabel.Share.class, "IPV6_FL_S_", "NONE", "EXCL", "PROCESS", "USER", "ANY");
    names(ours, FlowLabel.Flag.class, "IPV6_FL_F_", "CREATE", "EXCL", "REFLECT", "REMOTE");
    names(
        ours,
        Preference.class,
        "IPV6_PREFER_SRC_",
        "TMP",
        "PUBLIC",
        "PUBTMP_DEFAULT",
        "COA",
        "HOME",
        "CGA",
        "NONCGA");
    names(
        ours,
        TcpState.class,
        "BPF_TCP_",
        "ESTABLISHED",
        "SYN_SENT",
        "SYN_RECV",
        "FIN_WAIT1",
        "FIN_WAIT2",
        "TIME_WAIT",
        "CLOSE",
        "CLOSE_WAIT",
        "LAST_ACK",
        "LISTEN",
        "CLOSING");
    names(ours, CongestionState.class, "TCP_CA_", "Open", "Disorder", "CWR", "Recovery", "Loss");
    var probe = new CProbe();
    ours.keySet().forEach(name -> probe.expression(name, name));
    CProbe.Answers theirs = probe.run(folder);
    ours.forEach(
        (name, constant) -> assertThat(theirs.number(name)).as(name).isEqualTo(constant.number()));
  }

  @Test
  void everyFlagOfTimestampingHasItsBit() throws Exception {
    List<String> names =
        List.of(
            "TX_HARDWARE",
            "TX_SOFTWARE",
            "RX_HARDWARE",
            "RX_SOFTWARE",
            "SOFTWARE",
            "SYS_HARDWARE",
            "RAW_HARDWARE",
            "OPT_ID",
            "TX_SCHED",
            "TX_ACK",
            "OPT_CMSG",
            "OPT_TSONLY",
            "OPT_STATS",
            "OPT_PKTINFO",
            "OPT_TX_SWHW",
            "BIND_PHC");
    var probe = new CProbe();
    names.forEach(name -> probe.expression(name, "SOF_TIMESTAMPING_" + name));
    CProbe.Answers theirs = probe.run(folder);
    List<Timestamping.Flag> ours = List.of(Timestamping.Flag.values());
    for (int i = 0; i < names.size(); i++) {
      assertThat(theirs.number(names.get(i))).as(names.get(i)).isEqualTo(ours.get(i).number());
    }
    // OPT_ID_TCP (6.2), OPT_RX_FILTER (6.12), TX_COMPLETION (6.15) of linux/net_tstamp.h follow.
    assertThat(ours.subList(names.size(), ours.size()).stream().map(KernelNumber::number))
        .containsExactly(1 << 16, 1 << 17, 1 << 18);
  }

  @Test
  void everyFieldOfTcpInfoIsWhereItIs() throws Exception {
    var probe = new CProbe();
    for (TcpInfoCodec.Field field : TcpInfoCodec.Field.values()) {
      if (!LATER_FIELDS.containsKey(field)) {
        String member = "tcpi_" + field.name().toLowerCase(Locale.ROOT);
        probe.expression(field.name(), "offsetof(struct tcp_info, " + member + ")");
        probe.expression(
            field.name() + " bytes", "sizeof(((struct tcp_info *) 0)->" + member + ")");
      }
    }
    CProbe.Answers theirs =
        probe
            .expression("all", "sizeof(struct tcp_info)")
            .bytes(
                "bits",
                "struct tcp_info v",
                "v.tcpi_snd_wscale = 1; v.tcpi_rcv_wscale = 2;"
                    + " v.tcpi_delivery_rate_app_limited = 1; v.tcpi_fastopen_client_fail = 2;")
            .run(folder);
    int end = 0;
    for (TcpInfoCodec.Field field : TcpInfoCodec.Field.values()) {
      Integer later = LATER_FIELDS.get(field);
      assertThat(field.at)
          .as(field + "'s offset")
          .isEqualTo(later != null ? later : (int) theirs.number(field.name()));
      if (later == null) {
        assertThat((long) field.bytes)
            .as(field + "'s size")
            .isEqualTo(theirs.number(field.name() + " bytes"));
      } else {
        assertThat(later).isGreaterThanOrEqualTo(end);
      }
      end = field.at + field.bytes;
    }
    assertThat(theirs.number("all")).isGreaterThanOrEqualTo(232);
    byte[] bits = theirs.bytes("bits");
    assertThat(bits[TcpInfoCodec.SCALES_AT]).isEqualTo((byte) 0x21);
    assertThat(bits[TcpInfoCodec.FLAGS_AT]).isEqualTo((byte) 0x05);
  }
}
