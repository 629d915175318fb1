package io.jackfield.socket;

import static io.jackfield.socket.IpMulticastOptions.JOIN_IPV4_SOURCE;
import static io.jackfield.socket.OptionRow.readsAsSet;
import static io.jackfield.socket.OptionRow.readsBack;
import static io.jackfield.socket.OptionRow.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.socket.OptionRow.On;
import io.jackfield.socket.linux.NetworkNamespace;
import io.jackfield.socket.option.Ipv4SourceFilter;
import io.jackfield.socket.option.Ipv4SourceMembership;
import io.jackfield.socket.option.MulticastInterface;
import io.jackfield.socket.option.MulticastMembership;
import io.jackfield.socket.option.SourceFilter;
import io.jackfield.socket.option.SourceMembership;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/** The rows of {@link IpMulticastOptions}. */
final class IpMulticastRows {
  private static final Inet4Address LOOPBACK = inet("127.0.0.1");
  private static final Inet4Address OTHER = inet("127.0.0.2");

  private IpMulticastRows() {}

  static Stream<OptionRow> all() {
    return Stream.concat(
        Stream.of(
            row(IpMulticastOptions.INTERFACE, "reads as its address", IpMulticastRows::device),
            readsBack(IpMulticastOptions.TIME_TO_LIVE, On.UDP4, 0, 255, 1),
            row(IpMulticastOptions.LOOP, "brings back what was sent", IpMulticastRows::loops),
            row(IpMulticastOptions.ALL_GROUPS, "hears others' groups", IpMulticastRows::allGroups),
            row(IpMulticastOptions.JOIN, "hears", IpMulticastRows::joinsAndLeaves),
            row(IpMulticastOptions.LEAVE, "no longer hears", IpMulticastRows::joinsAndLeaves),
            row(IpMulticastOptions.JOIN_GROUP, "hears", IpMulticastRows::joinsAndLeavesGroup),
            row(
                IpMulticastOptions.LEAVE_GROUP,
                "no longer hears",
                IpMulticastRows::joinsAndLeavesGroup)),
        sources());
  }

  private static Stream<OptionRow> sources() {
    return Stream.of(
        row(IpMulticastOptions.BLOCK_IPV4_SOURCE, "no longer hears", IpMulticastRows::blocks),
        row(IpMulticastOptions.UNBLOCK_IPV4_SOURCE, "hears again", IpMulticastRows::blocks),
        row(IpMulticastOptions.BLOCK_SOURCE, "no longer hears", IpMulticastRows::blocks),
        row(IpMulticastOptions.UNBLOCK_SOURCE, "hears again", IpMulticastRows::blocks),
        row(JOIN_IPV4_SOURCE, "hears one sender", IpMulticastRows::joinsOneSource),
        row(
            IpMulticastOptions.LEAVE_IPV4_SOURCE,
            "no longer hears it",
            IpMulticastRows::joinsOneSource),
        row(
            IpMulticastOptions.JOIN_SOURCE_GROUP,
            "hears one sender",
            IpMulticastRows::joinsOneSource),
        row(
            IpMulticastOptions.LEAVE_SOURCE_GROUP,
            "no longer hears it",
            IpMulticastRows::joinsOneSource),
        row(IpMulticastOptions.IPV4_SOURCE_FILTER, "reads as set", IpMulticastRows::filters),
        row(IpMulticastOptions.SOURCE_FILTER, "reads as set", IpMulticastRows::filters));
  }

  private static Inet4Address inet(String address) {
    return (Inet4Address) InetAddress.ofLiteral(address);
  }

  private static MulticastGroup group() throws IOException {
    return MulticastGroup.inet("lo", "127.0.0.1");
  }

  private static void device() throws IOException {
    try (Socket socket = On.UDP4.open()) {
      readsAsSet(socket, IpMulticastOptions.INTERFACE, new MulticastInterface(LOOPBACK, 0));
      socket.setOption(
          IpMulticastOptions.INTERFACE,
          new MulticastInterface(inet("0.0.0.0"), SocketRows.loopback()));
      assertThat(socket.getOption(IpMulticastOptions.INTERFACE))
          .isEqualTo(new MulticastInterface(inet("0.0.0.0"), 0));
    }
  }

  /** Not on loopback, whose packets come back whatever the option says. */
  private static void loops() throws Exception {
    try (Socket socket = On.UDP4.open()) {
      readsAsSet(socket, IpMulticastOptions.LOOP, false, true);
    }
    NetworkNamespace.run(
        List.of(
            "link add v0 type veth peer name v1",
            "addr add 10.1.2.3/24 dev v0",
            "link set v0 up",
            "link set v1 up"),
        () -> {
          try (MulticastGroup group = MulticastGroup.inet("v0", "10.1.2.3")) {
            group
                .receiver()
                .setOption(
                    IpMulticastOptions.JOIN,
                    new MulticastMembership(group.address(), group.device()));
            assertThat(group.isHeard()).isTrue();
            group.sender().setOption(IpMulticastOptions.LOOP, false);
            assertThat(group.isHeard()).isFalse();
          }
          return true;
        });
  }

  private static void allGroups() throws IOException {
    try (MulticastGroup group = group();
        Socket other = On.UDP4.open()) {
      other.setOption(
          IpMulticastOptions.JOIN, new MulticastMembership(group.address(), group.device()));
      assertThat(group.isHeard()).isFalse();
      readsAsSet(group.receiver(), IpMulticastOptions.ALL_GROUPS, true);
      assertThat(group.isHeard()).isTrue();
    }
  }

  private static void joinsAndLeaves() throws IOException {
    joinsAndLeaves(IpMulticastOptions.JOIN, IpMulticastOptions.LEAVE);
  }

  private static void joinsAndLeavesGroup() throws IOException {
    joinsAndLeaves(IpMulticastOptions.JOIN_GROUP, IpMulticastOptions.LEAVE_GROUP);
  }

  private static void joinsAndLeaves(
      KernelOption<MulticastMembership> join, KernelOption<MulticastMembership> leave)
      throws IOException {
    try (MulticastGroup group = group()) {
      var membership = new MulticastMembership(group.address(), group.device());
      assertThat(group.isHeard()).isFalse();
      group.receiver().setOption(join, membership);
      assertThat(group.isHeard()).isTrue();
      group.receiver().setOption(leave, membership);
      assertThat(group.isHeard()).isFalse();
      assertThatThrownBy(() -> group.receiver().setOption(leave, membership))
          .isInstanceOf(AddressUnavailableException.class);
      assertThatThrownBy(() -> group.receiver().getOption(join))
          .isInstanceOf(OptionAccessException.class);
    }
  }

  private static void blocks() throws IOException {
    try (MulticastGroup group = group()) {
      var four = new Ipv4SourceMembership(inet("239.1.2.3"), LOOPBACK, LOOPBACK);
      var any = new SourceMembership(group.address(), LOOPBACK, group.device());
      Socket receiver = group.receiver();
      receiver.setOption(
          IpMulticastOptions.JOIN, new MulticastMembership(group.address(), group.device()));
      receiver.setOption(IpMulticastOptions.BLOCK_IPV4_SOURCE, four);
      assertThat(group.isHeard()).isFalse();
      receiver.setOption(IpMulticastOptions.UNBLOCK_IPV4_SOURCE, four);
      assertThat(group.isHeard()).isTrue();
      receiver.setOption(IpMulticastOptions.BLOCK_SOURCE, any);
      assertThat(group.isHeard()).isFalse();
      receiver.setOption(IpMulticastOptions.UNBLOCK_SOURCE, any);
      assertThat(group.isHeard()).isTrue();
    }
  }

  private static void joinsOneSource() throws IOException {
    Inet4Address address = inet("239.1.2.3");
    try (MulticastGroup group = group()) {
      Socket receiver = group.receiver();
      receiver.setOption(JOIN_IPV4_SOURCE, new Ipv4SourceMembership(address, OTHER, LOOPBACK));
      assertThat(group.isHeard()).isFalse();
      var right = new Ipv4SourceMembership(address, LOOPBACK, LOOPBACK);
      receiver.setOption(JOIN_IPV4_SOURCE, right);
      assertThat(group.isHeard()).isTrue();
      receiver.setOption(IpMulticastOptions.LEAVE_IPV4_SOURCE, right);
      assertThat(group.isHeard()).isFalse();
      var any = new SourceMembership(address, LOOPBACK, group.device());
      receiver.setOption(IpMulticastOptions.JOIN_SOURCE_GROUP, any);
      assertThat(group.isHeard()).isTrue();
      receiver.setOption(IpMulticastOptions.LEAVE_SOURCE_GROUP, any);
      assertThat(group.isHeard()).isFalse();
    }
  }

  private static void filters() throws IOException {
    Inet4Address address = inet("239.1.2.3");
    try (MulticastGroup group = group()) {
      Socket receiver = group.receiver();
      receiver.setOption(IpMulticastOptions.JOIN, new MulticastMembership(address, group.device()));
      var without =
          new Ipv4SourceFilter(
              address, LOOPBACK, SourceFilter.Mode.EXCLUDE, List.of(OTHER, LOOPBACK));
      receiver.setOption(IpMulticastOptions.IPV4_SOURCE_FILTER, without);
      assertThat(group.isHeard()).isFalse();
      assertThat(
              receiver.getOption(
                  IpMulticastOptions.IPV4_SOURCE_FILTER.asking(
                      Ipv4SourceFilter.of(address, LOOPBACK))))
          .isEqualTo(without);
      var only =
          new SourceFilter(
              address, group.device(), SourceFilter.Mode.INCLUDE, List.of(LOOPBACK, OTHER));
      receiver.setOption(IpMulticastOptions.SOURCE_FILTER, only);
      assertThat(group.isHeard()).isTrue();
      assertThat(
              receiver.getOption(
                  IpMulticastOptions.SOURCE_FILTER.asking(
                      SourceFilter.of(address, group.device()))))
          .isEqualTo(only);
    }
  }
}
