package io.jackfield.socket.netlink;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The machine's network interfaces, all of them (the JDK's {@link java.net.NetworkInterface} leaves
 * out those without an address), asked of the kernel by {@code RTM_GETLINK} and {@code RTM_GETADDR}
 * dumps. Source: rtnetlink(7).
 */
public final class NetworkLinks {
  /** How often an answer that changed while it was given is asked for anew. */
  static final int MAX_ATTEMPTS = 16;

  private static final int LINKS = 1;
  private static final int ADDRESSES = 2;

  private NetworkLinks() {}

  /**
   * The interfaces of this process's network namespace with their addresses, in the kernel's order.
   * Needs no privilege. Any thread may call it; it does not wait but for the kernel.
   *
   * @throws io.jackfield.socket.KernelException if the kernel answers with an error
   * @throws java.net.ProtocolException if its answer makes no sense
   * @throws IOException if interfaces or addresses change faster than they can be listed
   * @throws UnsupportedOperationException on a system other than Linux
   */
  public static List<NetworkLink> list() throws IOException {
    return list(RouteSocket::new);
  }

  static List<NetworkLink> list(RouteKernel.Opener opener) throws IOException {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      // A socket for each attempt: nothing of an answer given up is left in it.
      try (RouteKernel kernel = opener.open()) {
        List<NetworkLink> links =
            answer(
                kernel,
                RouteMessages.linkDump(LINKS),
                new Dump<>("RTM_GETLINK", RouteMessages.NEW_LINK, LINKS, RouteMessages::link));
        List<LinkAddress> addresses =
            links == null
                ? null
                : answer(
                    kernel,
                    RouteMessages.addressDump(ADDRESSES),
                    new Dump<>(
                        "RTM_GETADDR",
                        RouteMessages.NEW_ADDRESS,
                        ADDRESSES,
                        RouteMessages::address));
        if (links != null && addresses != null) {
          return together(links, addresses);
        }
      }
    }
    throw new IOException(
        "netlink: the interfaces changed " + MAX_ATTEMPTS + " times while they were listed");
  }

  private static List<NetworkLink> together(List<NetworkLink> links, List<LinkAddress> addresses) {
    Map<Integer, List<LinkAddress>> byLink =
        addresses.stream().collect(Collectors.groupingBy(LinkAddress::linkIndex));
    return links.stream()
        .map(link -> link.withAddresses(byLink.getOrDefault(link.index(), List.of())))
        .toList();
  }

  /** Null if something changed meanwhile. */
  private static <T> @Nullable List<T> answer(
      RouteKernel kernel, NetlinkMessage request, Dump<T> dump) throws IOException {
    kernel.send(request.encode());
    while (!dump.feed(kernel.receive())) {
      // The answer has more parts.
    }
    return dump.interrupted() ? null : dump.entries();
  }
}
