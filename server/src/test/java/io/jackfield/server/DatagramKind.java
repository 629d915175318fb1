package io.jackfield.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** The kinds of servers of datagrams, each with a client. */
enum DatagramKind {
  UDP,
  UNIX;

  /** A kind on an engine. */
  record Served(DatagramKind kind, AnyEngine engine) {}

  /** The JDK's channels, which one driver is made of, have no datagrams of the Unix domain. */
  static Stream<Served> onAllEngines() {
    return Arrays.stream(values())
        .flatMap(kind -> AnyEngine.all().map(engine -> new Served(kind, engine)))
        .filter(one -> one.kind() == UDP || !one.engine().name().equals("LOOP_ON_NIO"));
  }

  /** A client that has an address. */
  interface Client extends AutoCloseable {
    void send(String text) throws IOException;

    String receive() throws IOException;

    @Override
    void close() throws IOException;
  }

  /** An address that nobody has. */
  SocketAddress anyAddress(Path folder) throws IOException {
    return this == UDP ? Peer.ANY_PORT : UnixDomainSocketAddress.of(anyPath(folder));
  }

  private static Path anyPath(Path folder) throws IOException {
    Path path = Files.createTempFile(folder, "d", "");
    Files.delete(path);
    return path;
  }

  static DatagramServerBuilder<? extends BaseServer> at(SocketAddress address) {
    return address instanceof UnixDomainSocketAddress unix
        ? UnixDatagramServer.at(unix)
        : UdpServer.at((InetSocketAddress) address);
  }

  /** Of UDP by the JDK's socket; the JDK has none of the Unix domain. */
  Client connect(SocketAddress address, Path folder) throws IOException {
    return this == UDP
        ? new DatagramPeer(address)
        : UnixDatagramPeer.bound(address, UnixDomainSocketAddress.of(anyPath(folder)));
  }
}
