package io.jackfield.socket;

import static io.jackfield.socket.ErrorRow.on;
import static io.jackfield.socket.ErrorRow.other;
import static io.jackfield.socket.ErrorRow.row;
import static java.util.Objects.requireNonNull;

import io.jackfield.socket.address.AbstractUnixAddress;
import io.jackfield.socket.address.KernelFamily;
import io.jackfield.socket.address.NetlinkAddress;
import io.jackfield.socket.linux.NetworkNamespace;
import io.jackfield.socket.linux.Unprivileged;
import io.jackfield.socket.option.Linger;
import io.jackfield.socket.option.MulticastMembership;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The errors a user can meet, each brought about in the kernel: its class, the JDK's class that
 * existing code catches, its message. Too many open files and a time-out of the kernel's are in
 * {@link ScarcityTest}.
 */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ErrorTableTest {
  private static final InetSocketAddress ANY_PORT = inet("127.0.0.1", 0);
  private static final InetSocketAddress ELSEWHERE = inet("192.0.2.1", 7);
  private static final String HERE = "127\\.0\\.0\\.1:\\d+";
  private static final int NETLINK_USERSOCK = 2;

  private static InetSocketAddress inet(String host, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(host), port);
  }

  static Stream<ErrorRow> rows() {
    return Stream.of(addresses(), permissions(), connections(), resources(), misuses())
        .flatMap(List::stream);
  }

  private static List<ErrorRow> addresses() {
    return List.of(
        row(
            AddressInUseException.class,
            BindException.class,
            "bind " + HERE + ": address already in use (EADDRINUSE)",
            () -> {
              try (Socket first = Pairs.listener(ANY_PORT)) {
                SocketAddress taken = requireNonNull(first.localAddress());
                on(StandardProtocolFamily.INET, SocketType.STREAM, socket -> socket.bind(taken));
              }
            }),
        row(
            AddressInUseException.class,
            BindException.class,
            "bind @jackfield-taken-\\d+: address already in use (EADDRINUSE)",
            () -> {
              var name = AbstractUnixAddress.of("jackfield-taken-" + System.nanoTime());
              try (Socket _ = Pairs.listener(name)) {
                on(StandardProtocolFamily.UNIX, SocketType.STREAM, socket -> socket.bind(name));
              }
            }),
        row(
            AddressUnavailableException.class,
            BindException.class,
            "bind 192.0.2.1:7: not an address of this machine (EADDRNOTAVAIL)",
            () ->
                on(
                    StandardProtocolFamily.INET,
                    SocketType.STREAM,
                    socket -> socket.bind(ELSEWHERE))));
  }

  private static List<ErrorRow> permissions() {
    return List.of(
        row(
            BindDeniedException.class,
            BindException.class,
            "bind 127.0.0.1:1: permission denied (EACCES)",
            unprivileged(() ->
                on(
                    StandardProtocolFamily.INET,
                    SocketType.STREAM,
                    socket -> socket.bind(inet("127.0.0.1", 1))))),
        row(
            PermissionDeniedException.class,
            SocketException.class,
            "socket: operation not permitted (EPERM)",
            unprivileged(
                () -> Socket.open(StandardProtocolFamily.INET, SocketType.RAW, 1).close())),
        row(
            PermissionDeniedException.class,
            SocketException.class,
            "setsockopt SO_MARK 0.0.0.0:0: operation not permitted (EPERM)",
            unprivileged(() ->
                on(
                    StandardProtocolFamily.INET,
                    SocketType.DATAGRAM,
                    socket -> socket.setOption(SocketOptions.MARK, 7)))));
  }

  private static List<ErrorRow> connections() {
    return List.of(
        row(
            ConnectionRefusedException.class,
            ConnectException.class,
            "connect " + HERE + ": connection refused (ECONNREFUSED)",
            () -> {
              SocketAddress gone;
              try (Socket listener = Pairs.listener(ANY_PORT)) {
                gone = requireNonNull(listener.localAddress());
              }
              on(StandardProtocolFamily.INET, SocketType.STREAM, socket -> socket.connect(gone));
            }),
        other(
            "connect /nowhere/at/all: no such file or directory (ENOENT)",
            () ->
                on(
                    StandardProtocolFamily.UNIX,
                    SocketType.STREAM,
                    socket -> socket.connect(UnixDomainSocketAddress.of("/nowhere/at/all")))),
        row(
            UnreachableException.class,
            NoRouteToHostException.class,
            "connect 192.0.2.1:7: network unreachable (ENETUNREACH)",
            connectingIn(List.of())),
        row(
            UnreachableException.class,
            NoRouteToHostException.class,
            "connect 192.0.2.1:7: no route to host (EHOSTUNREACH)",
            connectingIn(List.of("route add unreachable 192.0.2.0/24"))),
        row(
            ConnectionResetException.class,
            SocketException.class,
            "recv " + HERE + ": connection reset by the peer (ECONNRESET)",
            () -> {
              try (Pairs pair = Pairs.tcp()) {
                pair.client().setOption(SocketOptions.LINGER, Linger.reset()).close();
                pair.server().receive(ByteBuffer.allocate(8));
              }
            }),
        row(
            BrokenPipeException.class,
            SocketException.class,
            "send " + HERE + ": broken pipe (EPIPE)",
            () -> {
              try (Pairs pair = Pairs.tcp()) {
                pair.client().shutdown(ShutdownHow.WRITE);
                pair.client().send(Pairs.bytes("x"));
              }
            }));
  }

  private static List<ErrorRow> resources() {
    return List.of(
        other(
            "setsockopt MCAST_JOIN_GROUP 0.0.0.0:0: no buffer space left (ENOBUFS)",
            () ->
                on(
                    StandardProtocolFamily.INET,
                    SocketType.DATAGRAM,
                    ErrorTableTest::joinsTooManyGroups)),
        other(
            "recvfrom netlink:\\d+:1: no buffer space left (ENOBUFS)",
            ErrorTableTest::losesMessagesOfAGroup),
        row(
            SocketException.class,
            SocketException.class,
            "the path of a Unix socket has at most 107 bytes; this one has 108: x+",
            () ->
                on(
                    StandardProtocolFamily.UNIX,
                    SocketType.STREAM,
                    socket -> socket.bind(UnixDomainSocketAddress.of("x".repeat(108))))),
        row(
            FileSystemException.class,
            FileSystemException.class,
            "/x+: name too long (ENAMETOOLONG)",
            () -> OpenFile.forReading(Path.of("/" + "x".repeat(256))).close()));
  }

  private static List<ErrorRow> misuses() {
    return List.of(
        row(
            UnsupportedSocketException.class,
            SocketException.class,
            "socket: socket type not supported (ESOCKTNOSUPPORT)",
            () -> on(StandardProtocolFamily.UNIX, SocketType.RELIABLE_DATAGRAM, _ -> {})),
        row(
            UnsupportedSocketException.class,
            SocketException.class,
            "socket: protocol not supported (EPROTONOSUPPORT)",
            () -> Socket.open(StandardProtocolFamily.INET, SocketType.STREAM, 17).close()),
        row(
            UnsupportedSocketException.class,
            SocketException.class,
            "socketpair: socket type not supported (ESOCKTNOSUPPORT)",
            () -> Socket.pair(SocketType.RELIABLE_DATAGRAM)),
        other(
            "listen 0.0.0.0:0: operation not supported (EOPNOTSUPP)",
            () -> on(StandardProtocolFamily.INET, SocketType.DATAGRAM, Socket::listen)),
        other(
            "getsockopt SO_DOMAIN: bad file descriptor (EBADF)",
            () -> Socket.fromDescriptor(1_000_000).close()),
        other(
            "getsockopt SO_DOMAIN: not a socket (ENOTSOCK)",
            () -> {
              try (Pipe pipe = Pipe.open()) {
                Socket.fromDescriptor(pipe.source().descriptor());
              }
            }),
        other(
            "recv 0.0.0.0:0: not connected (ENOTCONN)",
            () ->
                on(
                    StandardProtocolFamily.INET,
                    SocketType.STREAM,
                    socket -> socket.receive(ByteBuffer.allocate(1)))),
        other(
            "send 0.0.0.0:\\d+: destination address required (EDESTADDRREQ)",
            () ->
                on(
                    StandardProtocolFamily.INET,
                    SocketType.DATAGRAM,
                    socket -> socket.send(Pairs.bytes("x")))),
        other(
            "accept 0.0.0.0:0: invalid argument (EINVAL)",
            () -> on(StandardProtocolFamily.INET, SocketType.STREAM, Socket::accept)),
        other(
            "setsockopt 1/9999 0.0.0.0:0: no such option (ENOPROTOOPT)",
            () ->
                on(
                    StandardProtocolFamily.INET,
                    SocketType.STREAM,
                    socket -> socket.rawOption(1, 9_999, new byte[4]))));
  }

  private static ErrorRow.Call unprivileged(ErrorRow.Call call) {
    return () ->
        Unprivileged.run(() -> {
          call.run();
          return true;
        });
  }

  private static ErrorRow.Call connectingIn(List<String> setup) {
    return () ->
        NetworkNamespace.run(
            setup,
            () -> {
              on(
                  StandardProtocolFamily.INET,
                  SocketType.STREAM,
                  socket -> socket.connect(ELSEWHERE));
              return true;
            });
  }

  /** {@code net.ipv4.igmp_max_memberships} bounds them, 20 as a rule. */
  private static void joinsTooManyGroups(Socket socket) throws IOException {
    for (int i = 1; i < 250; i++) {
      InetAddress group = InetAddress.ofLiteral("239.8.8." + i);
      socket.setOption(
          IpMulticastOptions.JOIN_GROUP, new MulticastMembership(group, SocketRows.loopback()));
    }
  }

  private static void losesMessagesOfAGroup() throws Exception {
    Capability.CAP_NET_ADMIN.assume();
    try (Socket reader = Socket.open(KernelFamily.NETLINK, SocketType.RAW, NETLINK_USERSOCK);
        Socket sender = Socket.open(KernelFamily.NETLINK, SocketType.RAW, NETLINK_USERSOCK)) {
      reader.setOption(SocketOptions.RECEIVE_BUFFER, 1).bind(NetlinkAddress.of(0, 1));
      for (int i = 0; i < 100; i++) {
        try {
          sender.sendTo(ByteBuffer.allocate(100), NetlinkAddress.of(0, 1));
        } catch (ConnectionRefusedException e) {
          // So says the kernel where no reader has room.
        }
      }
      for (; ; ) {
        reader.receiveFrom(ByteBuffer.allocate(100));
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void anError(ErrorRow row) {
    row.check();
  }
}
