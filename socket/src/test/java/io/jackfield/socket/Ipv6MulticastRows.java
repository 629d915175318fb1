package io.jackfield.socket;

import static io.jackfield.socket.Capability.CAP_NET_ADMIN;
import static io.jackfield.socket.OptionRow.readsAsSet;
import static io.jackfield.socket.OptionRow.readsBack;
import static io.jackfield.socket.OptionRow.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.socket.OptionRow.Check;
import io.jackfield.socket.OptionRow.On;
import io.jackfield.socket.linux.NetworkNamespace;
import io.jackfield.socket.option.MulticastMembership;
import io.jackfield.socket.option.SourceFilter;
import io.jackfield.socket.option.SourceMembership;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The rows of {@link Ipv6MulticastOptions}, on a pair of devices of their own. */
final class Ipv6MulticastRows {
  private static final InetAddress OWN = InetAddress.ofLiteral("fd00:1::1");
  private static final InetAddress OTHER = InetAddress.ofLiteral("fd00:1::2");

  private Ipv6MulticastRows() {}

  static Stream<OptionRow> all() {
    return Stream.of(
        readsBack(Ipv6MulticastOptions.INTERFACE, On.UDP6, SocketRows.loopback(), 0),
        readsBack(Ipv6MulticastOptions.HOPS, On.UDP6, 0, 255, 1),
        row(Ipv6MulticastOptions.LOOP, "brings back what was sent", on(Ipv6MulticastRows::loops)),
        row(Ipv6MulticastOptions.ALL_GROUPS, "hears others' groups", on(Ipv6MulticastRows::all)),
        row(Ipv6MulticastOptions.JOIN, "hears", on(Ipv6MulticastRows::joins)),
        row(Ipv6MulticastOptions.LEAVE, "no longer hears", on(Ipv6MulticastRows::joins)),
        row(Ipv6MulticastOptions.JOIN_GROUP, "hears", on(Ipv6MulticastRows::joinsGroup)),
        row(Ipv6MulticastOptions.LEAVE_GROUP, "no longer hears", on(Ipv6MulticastRows::joinsGroup)),
        row(Ipv6MulticastOptions.BLOCK_SOURCE, "no longer hears", on(Ipv6MulticastRows::blocks)),
        row(Ipv6MulticastOptions.UNBLOCK_SOURCE, "hears again", on(Ipv6MulticastRows::blocks)),
        row(Ipv6MulticastOptions.JOIN_SOURCE_GROUP, "hears one", on(Ipv6MulticastRows::one)),
        row(Ipv6MulticastOptions.LEAVE_SOURCE_GROUP, "no longer", on(Ipv6MulticastRows::one)),
        row(Ipv6MulticastOptions.SOURCE_FILTER, "reads as set", on(Ipv6MulticastRows::filters)),
        row(Ipv6MulticastOptions.JOIN_ANYCAST, "is listed", on(Ipv6MulticastRows::anycast)),
        row(Ipv6MulticastOptions.LEAVE_ANYCAST, "is not listed", on(Ipv6MulticastRows::anycast)));
  }

  private interface OnGroup {
    void run(MulticastGroup group) throws Exception;
  }

  private static Check on(OnGroup body) {
    return () ->
        NetworkNamespace.run(
            List.of(
                "link add v0 type veth peer name v1",
                "addr add fd00:1::1/64 dev v0 nodad",
                "addr add 10.1.2.3/24 dev v0",
                "link set v0 up",
                "link set v1 up"),
            () -> {
              try (MulticastGroup group = MulticastGroup.inet6("v0", "fd00:1::1")) {
                body.run(group.awaitRoute());
              }
              return true;
            });
  }

  private static MulticastMembership membership(MulticastGroup group) {
    return new MulticastMembership(group.address(), group.device());
  }

  private static void loops(MulticastGroup group) throws IOException {
    group.receiver().setOption(Ipv6MulticastOptions.JOIN, membership(group));
    assertThat(group.isHeard()).isTrue();
    readsAsSet(group.sender(), Ipv6MulticastOptions.LOOP, true, false);
    assertThat(group.isHeard()).isFalse();
  }

  private static void all(MulticastGroup group) throws IOException {
    try (Socket other = On.UDP6.open()) {
      other.setOption(Ipv6MulticastOptions.JOIN, membership(group));
      assertThat(group.isHeard()).isFalse();
      readsAsSet(group.receiver(), Ipv6MulticastOptions.ALL_GROUPS, true);
      assertThat(group.isHeard()).isTrue();
    }
  }

  private static void joins(MulticastGroup group) throws IOException {
    joins(group, Ipv6MulticastOptions.JOIN, Ipv6MulticastOptions.LEAVE);
  }

  private static void joinsGroup(MulticastGroup group) throws IOException {
    joins(group, Ipv6MulticastOptions.JOIN_GROUP, Ipv6MulticastOptions.LEAVE_GROUP);
  }

  private static void joins(
      MulticastGroup group,
      KernelOption<MulticastMembership> join,
      KernelOption<MulticastMembership> leave)
      throws IOException {
    assertThat(group.isHeard()).isFalse();
    group.receiver().setOption(join, membership(group));
    assertThat(group.isHeard()).isTrue();
    group.receiver().setOption(leave, membership(group));
    assertThat(group.isHeard()).isFalse();
    assertThatThrownBy(() -> group.receiver().setOption(leave, membership(group)))
        .isInstanceOf(AddressUnavailableException.class);
  }

  private static void blocks(MulticastGroup group) throws IOException {
    var own = new SourceMembership(group.address(), OWN, group.device());
    group.receiver().setOption(Ipv6MulticastOptions.JOIN, membership(group));
    group.receiver().setOption(Ipv6MulticastOptions.BLOCK_SOURCE, own);
    assertThat(group.isHeard()).isFalse();
    group.receiver().setOption(Ipv6MulticastOptions.UNBLOCK_SOURCE, own);
    assertThat(group.isHeard()).isTrue();
  }

  private static void one(MulticastGroup group) throws IOException {
    Socket receiver = group.receiver();
    var other = new SourceMembership(group.address(), OTHER, group.device());
    receiver.setOption(Ipv6MulticastOptions.JOIN_SOURCE_GROUP, other);
    assertThat(group.isHeard()).isFalse();
    var own = new SourceMembership(group.address(), OWN, group.device());
    receiver.setOption(Ipv6MulticastOptions.JOIN_SOURCE_GROUP, own);
    assertThat(group.isHeard()).isTrue();
    receiver.setOption(Ipv6MulticastOptions.LEAVE_SOURCE_GROUP, own);
    assertThat(group.isHeard()).isFalse();
  }

  private static void filters(MulticastGroup group) throws IOException {
    Socket receiver = group.receiver();
    receiver.setOption(Ipv6MulticastOptions.JOIN, membership(group));
    var without =
        new SourceFilter(
            group.address(), group.device(), SourceFilter.Mode.EXCLUDE, List.of(OTHER, OWN));
    receiver.setOption(Ipv6MulticastOptions.SOURCE_FILTER, without);
    assertThat(group.isHeard()).isFalse();
    assertThat(
            receiver.getOption(
                Ipv6MulticastOptions.SOURCE_FILTER.asking(
                    SourceFilter.of(group.address(), group.device()))))
        .isEqualTo(without);
  }

  private static void anycast(MulticastGroup group) throws IOException {
    CAP_NET_ADMIN.assume();
    var shared = new MulticastMembership(InetAddress.ofLiteral("fd00:1::77"), group.device());
    group.receiver().setOption(Ipv6MulticastOptions.JOIN_ANYCAST, shared);
    assertThat(isListed()).isTrue();
    group.receiver().setOption(Ipv6MulticastOptions.LEAVE_ANYCAST, shared);
    assertThat(isListed()).isFalse();
  }

  private static boolean isListed() throws IOException {
    return Files.readString(Path.of("/proc/thread-self/net/anycast6"))
        .contains("fd000001000000000000000000000077");
  }
}
