package io.jackfield.socket;

import static io.jackfield.socket.OptionRow.flag;
import static io.jackfield.socket.OptionRow.readsAsSet;
import static io.jackfield.socket.OptionRow.row;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.socket.OptionRow.On;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.stream.Stream;

/** The rows of {@link Ipv6HeaderOptions}. */
final class Ipv6HeaderRows {
  private static final int IPV6_HOPOPTS = 54;
  private static final int IPV6_DSTOPTS = 59;

  /** Eight bytes that say nothing: padding (RFC 8200 section 4.2). */
  private static final byte[] PADDING = {0, 0, 1, 4, 0, 0, 0, 0};

  /** Segment routing over one host, none of it left: RFC 8754 section 2. */
  private static final byte[] ROUTE = new byte[24];

  static {
    ROUTE[1] = 2;
    ROUTE[2] = 4;
    ROUTE[23] = 1;
  }

  private Ipv6HeaderRows() {}

  static Stream<OptionRow> all() {
    return Stream.of(
        flag(Ipv6HeaderOptions.OLD_REPORT_PACKET_INFO, On.UDP6),
        flag(Ipv6HeaderOptions.OLD_REPORT_HOP_BY_HOP, On.UDP6),
        flag(Ipv6HeaderOptions.OLD_REPORT_DESTINATION, On.UDP6),
        flag(Ipv6HeaderOptions.OLD_REPORT_ROUTING, On.UDP6),
        flag(Ipv6HeaderOptions.OLD_REPORT_HOP_LIMIT, On.UDP6),
        row(
            Ipv6HeaderOptions.OLD_CONTROL_MESSAGES,
            "are what was asked for",
            Ipv6HeaderRows::controlMessagesOfTcp),
        row(
            Ipv6HeaderOptions.HOP_BY_HOP,
            "arrives",
            () ->
                arrives(
                    Ipv6HeaderOptions.HOP_BY_HOP,
                    Ipv6HeaderOptions.REPORT_HOP_BY_HOP,
                    IPV6_HOPOPTS)),
        flag(Ipv6HeaderOptions.REPORT_HOP_BY_HOP, On.UDP6),
        row(
            Ipv6HeaderOptions.DESTINATION,
            "arrives",
            () ->
                arrives(
                    Ipv6HeaderOptions.DESTINATION,
                    Ipv6HeaderOptions.REPORT_DESTINATION,
                    IPV6_DSTOPTS)),
        flag(Ipv6HeaderOptions.REPORT_DESTINATION, On.UDP6),
        row(
            Ipv6HeaderOptions.ROUTING_DESTINATION,
            "reads as it was set",
            () -> header(Ipv6HeaderOptions.ROUTING_DESTINATION, PADDING)),
        row(
            Ipv6HeaderOptions.ROUTING,
            "reads as it was set",
            () -> header(Ipv6HeaderOptions.ROUTING, ROUTE)),
        flag(Ipv6HeaderOptions.REPORT_ROUTING, On.UDP6));
  }

  private static void header(KernelOption<byte[]> option, byte[] header) throws IOException {
    Capability.CAP_NET_RAW.assume();
    try (Socket socket = On.UDP6.open()) {
      assertThat(socket.getOption(option)).isEmpty();
      assertThat(socket.setOption(option, header).getOption(option)).isEqualTo(header);
      assertThat(socket.setOption(option, new byte[0]).getOption(option)).isEmpty();
    }
  }

  private static void arrives(KernelOption<byte[]> option, KernelOption<Boolean> report, int type)
      throws IOException {
    header(option, PADDING);
    try (Datagrams pair = Datagrams.inet6()) {
      readsAsSet(pair.receiver(), report, true);
      pair.sender().setOption(option, PADDING);
      var other = pair.control(ControlMessage.Other.class);
      assertThat(other.type()).isEqualTo(type);
      assertThat(other.data().remaining()).isEqualTo(PADDING.length);
    }
  }

  private static void controlMessagesOfTcp() throws IOException {
    try (Socket listener = Pairs.listener(new InetSocketAddress(InetAddress.ofLiteral("::1"), 0));
        Socket socket = On.TCP6.open()) {
      socket.connect(requireNonNull(listener.localAddress()));
      assertThat(socket.getOption(Ipv6HeaderOptions.OLD_CONTROL_MESSAGES)).isEmpty();
      socket.setOption(Ipv6Options.REPORT_HOP_LIMIT, true);
      byte[] control = socket.getOption(Ipv6HeaderOptions.OLD_CONTROL_MESSAGES);
      assertThat(ControlCodec.decode(control))
          .hasExactlyElementsOfTypes(ControlMessage.HopLimit.class);
      // As in C: what was read can be set, to be sent with each segment.
      socket.setOption(Ipv6HeaderOptions.OLD_CONTROL_MESSAGES, control);
      socket.setOption(Ipv6HeaderOptions.OLD_CONTROL_MESSAGES, new byte[0]);
    }
  }
}
