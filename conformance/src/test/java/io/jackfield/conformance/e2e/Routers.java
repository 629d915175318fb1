package io.jackfield.conformance.e2e;

/**
 * Three machines in a row, each a network namespace: a command runs in the first, a router lies
 * between it and the last. Both versions of IP. The command starts when the last one answers.
 */
final class Routers {
  static final String ROUTER_V4 = "10.1.0.2";
  static final String LAST_V4 = "10.2.0.2";
  static final String ROUTER_V6 = "fd00:1::2";
  static final String LAST_V6 = "fd00:2::2";

  /** The others end with the first: each is a process that dies with its parent. */
  private static final String MAKE =
      """
      set -e
      own=$(readlink /proc/self/ns/net)
      machine() {
        setpriv --pdeathsig KILL unshare --net sleep 60 >/dev/null 2>&1 &
        until there=$(readlink /proc/$!/ns/net) && [ "$there" != "$own" ]; do :; done
      }
      machine; router=$!
      machine; last=$!
      on() { nsenter --net --target "$@"; }

      ip link add name first0 type veth peer name router0
      ip link set dev router0 netns $router
      on $router ip link add name router1 type veth peer name last0
      on $router ip link set dev last0 netns $last

      up() { echo "addr add $2/24 dev $1
      addr add $3/64 dev $1 nodad
      link set dev $1 up"; }
      { up first0 10.1.0.1 fd00:1::1; echo "route add default via 10.1.0.2
      route add default via fd00:1::2"; } | ip -batch -
      { up router0 10.1.0.2 fd00:1::2; up router1 10.2.0.1 fd00:2::1; } | on $router ip -batch -
      { up last0 10.2.0.2 fd00:2::2; echo "route add default via 10.2.0.1
      route add default via fd00:2::1"; } | on $last ip -batch -
      on $router sh -c 'echo 1 > /proc/sys/net/ipv4/ip_forward
        echo 1 > /proc/sys/net/ipv6/conf/all/forwarding'

      # Neighbours are asked for again after 50 ms, not after a second.
      soon='for file in /proc/sys/net/ipv?/neigh/*[0-9]/retrans_time_ms; do echo 50 > $file; done'
      sh -c "$soon"; on $router sh -c "$soon"; on $last sh -c "$soon"

      # No problem is kept from whoever asks often, as here below.
      on $router sh -c 'echo 0 > /proc/sys/net/ipv4/icmp_ratelimit
        echo 0 > /proc/sys/net/ipv6/icmp/ratelimit'

      # The kernel takes up to a second to notice that both ends of a link are up, and IPv6 waits for that.
      for host in 10.2.0.2 fd00:2::2; do
        until ping -q -c 1 -W 0.2 $host >/dev/null 2>&1; do :; done
      done

      echo "$GROUPS_THAT_MAY_PING" > /proc/sys/net/ipv4/ping_group_range
      exec "$@"
      """;

  private Routers() {}

  /** Has a command run in the first one, where raw sockets are for root only, as everywhere. */
  static Command first() {
    return make("1 0");
  }

  /** The same, and everybody may have datagram sockets of ICMP. */
  static Command firstWherePingIsForAll() {
    return make("0 2147483647");
  }

  private static Command make(String groups) {
    Command.need("ping");
    return Command.tool("sh", "-c", "GROUPS_THAT_MAY_PING='" + groups + "'\n" + MAKE, "sh")
        .under(Namespace.available().fresh());
  }
}
