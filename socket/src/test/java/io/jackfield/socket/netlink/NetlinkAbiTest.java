package io.jackfield.socket.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.socket.linux.CProbe;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every number and every offset of this package is what the C compiler says. */
final class NetlinkAbiTest {
  /** Ours by C's expression for it. */
  private static Map<String, Long> numbers() {
    Map<String, Integer> ints = new HashMap<>();
    ints.put("sizeof(struct nlmsghdr)", NetlinkMessage.HEADER_BYTES);
    ints.put("NLMSG_ALIGNTO", NetlinkMessage.ALIGNMENT);
    ints.put("NLMSG_ERROR", NetlinkMessage.ERROR);
    ints.put("NLMSG_DONE", NetlinkMessage.DONE);
    ints.put("NLM_F_MULTI", RouteBytes.MULTI);
    ints.put("NLM_F_REQUEST", NetlinkMessage.REQUEST);
    ints.put("NLM_F_DUMP_INTR", NetlinkMessage.DUMP_INTERRUPTED);
    ints.put("NLM_F_DUMP", NetlinkMessage.DUMP);
    ints.put("NETLINK_ROUTE", RouteSocket.NETLINK_ROUTE);
    ints.put("sizeof(struct rtattr)", Attributes.HEADER_BYTES);
    ints.put("RTA_ALIGNTO", NetlinkMessage.ALIGNMENT);
    ints.put("NLA_TYPE_MASK & 0xffff", Attributes.TYPE_MASK);
    ints.put("RTM_NEWLINK", RouteMessages.NEW_LINK);
    ints.put("RTM_GETLINK", RouteMessages.GET_LINK);
    ints.put("RTM_NEWADDR", RouteMessages.NEW_ADDRESS);
    ints.put("RTM_GETADDR", RouteMessages.GET_ADDRESS);
    ints.put("IFLA_ADDRESS", RouteMessages.IFLA_ADDRESS);
    ints.put("IFLA_IFNAME", RouteMessages.IFLA_IFNAME);
    ints.put("IFLA_MTU", RouteMessages.IFLA_MTU);
    ints.put("IFLA_EXT_MASK", RouteMessages.IFLA_EXT_MASK);
    ints.put("RTEXT_FILTER_SKIP_STATS", RouteMessages.RTEXT_FILTER_SKIP_STATS);
    ints.put("IFA_ADDRESS", RouteMessages.IFA_ADDRESS);
    ints.put("IFA_LOCAL", RouteMessages.IFA_LOCAL);
    ints.put("sizeof(struct ifinfomsg)", RouteMessages.LINK_BYTES);
    ints.put("sizeof(struct ifaddrmsg)", RouteMessages.ADDRESS_BYTES);
    ints.put("AF_INET", RouteMessages.AF_INET);
    ints.put("AF_INET6", RouteMessages.AF_INET6);
    ints.put("RT_SCOPE_UNIVERSE", AddressScope.GLOBAL.number);
    ints.put("RT_SCOPE_SITE", AddressScope.SITE.number);
    ints.put("RT_SCOPE_LINK", AddressScope.LINK.number);
    ints.put("RT_SCOPE_HOST", AddressScope.HOST.number);
    ints.put("RT_SCOPE_NOWHERE", AddressScope.NOWHERE.number);
    for (LinkFlag flag : LinkFlag.values()) {
      ints.put("IFF_" + flag.name().replace("_TO_", "O").replace("_", ""), flag.mask);
    }
    ints.remove("IFF_PROMISCUOUS");
    ints.remove("IFF_ALLMULTICAST");
    ints.remove("IFF_LOWERUP");
    ints.put("IFF_PROMISC", LinkFlag.PROMISCUOUS.mask);
    ints.put("IFF_ALLMULTI", LinkFlag.ALL_MULTICAST.mask);
    ints.put("IFF_LOWER_UP", LinkFlag.LOWER_UP.mask);
    Map<String, Long> longs = new TreeMap<>();
    ints.forEach((name, number) -> longs.put(name, (long) number));
    return longs;
  }

  @Test
  void theNumbersAreThoseOfTheHeaders(@TempDir Path folder) throws Exception {
    var probe = new CProbe();
    numbers().keySet().forEach(name -> probe.expression(name, name));
    assertThat(probe.run(folder).wrong(numbers(), name -> name, Map.of())).isEmpty();
  }

  @Test
  void theMembersLieWhereTheHeadersHaveThem(@TempDir Path folder) throws Exception {
    CProbe.Answers answers =
        new CProbe()
            .bytes(
                "nlmsghdr",
                "struct nlmsghdr v",
                "v.nlmsg_len = 16; v.nlmsg_type = 0x0102; v.nlmsg_flags = 0x0304;"
                    + " v.nlmsg_seq = 0x05060708; v.nlmsg_pid = 0x090a0b0c;")
            .bytes(
                "link",
                "struct { struct ifinfomsg i; struct rtattr a; char name[4]; } v",
                "v.i.ifi_index = 7; v.i.ifi_flags = IFF_UP; v.a.rta_len = 7;"
                    + " v.a.rta_type = IFLA_IFNAME; strcpy(v.name, \"lo\");")
            .bytes(
                "address",
                "struct { struct ifaddrmsg i; struct rtattr a; char address[4]; } v",
                "v.i.ifa_family = AF_INET; v.i.ifa_prefixlen = 8; v.i.ifa_scope = RT_SCOPE_HOST;"
                    + " v.i.ifa_index = 7; v.a.rta_len = 8; v.a.rta_type = IFA_LOCAL;"
                    + " v.address[0] = 127; v.address[3] = 1;")
            .run(folder);
    ByteBuffer empty = NetlinkMessage.room(0);
    assertThat(NetlinkMessage.decodeAll(ByteBuffer.wrap(answers.bytes("nlmsghdr"))))
        .containsExactly(new NetlinkMessage(0x0102, 0x0304, 0x05060708, 0x090a0b0c, empty));
    assertThat(RouteMessages.link(message(answers.bytes("link"))))
        .hasToString(
            "NetworkLink[index=7, name=lo, flags=[UP], mtuBytes=0, hardwareAddress=, addresses=[]]");
    assertThat(RouteMessages.address(message(answers.bytes("address"))))
        .hasToString("LinkAddress[linkIndex=7, address=/127.0.0.1, prefixLength=8, scope=HOST]");
  }

  private static NetlinkMessage message(byte[] payload) {
    return new NetlinkMessage(0, 0, 0, 0, NetlinkMessage.room(payload.length).put(payload).flip());
  }
}
