package io.jackfield.socket;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jackfield.socket.linux.NetworkNamespace;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** A network in which the packet filter sends every connection to one listener. */
final class Redirection {
  /** nf_tables by netlink: a table, a chain at the hook of what leaves, a rule for everything. */
  private static final String RULE =
      """
      family, port = (int(a) for a in sys.argv[1:])
      def attr(kind, *parts):
        data = b''.join(parts)
        size = 4 + len(data)
        return struct.pack('HH', size, kind) + data + bytes(-size % 4)
      def nest(kind, *parts): return attr(kind | 0x8000, *parts)
      def text(s): return s.encode() + b'\\0'
      def number(n): return struct.pack('>i', n)
      def message(kind, seq, *parts):
        subsystem = 10 if kind in (0x10, 0x11) else 0
        body = struct.pack('>BBH', 0 if subsystem else family, 0, subsystem) + b''.join(parts)
        flags = 1 if subsystem else 1 | 4 | 0x400 | 0x800
        return struct.pack('=IHHII', 16 + len(body), kind, flags, seq, 0) + body
      def expression(name, *parts): return nest(1, attr(1, text(name)), nest(2, *parts))
      nft = lambda n: 10 << 8 | n
      batch = b''.join([
        message(0x10, 0),
        message(nft(0), 1, attr(1, text('t'))),
        message(nft(3), 2, attr(1, text('t')), attr(3, text('c')),
                nest(4, attr(1, number(3)), attr(2, number(-100))), attr(7, text('nat'))),
        message(nft(6), 3, attr(1, text('t')), attr(2, text('c')), nest(4,
                expression('immediate', attr(1, number(1)), nest(2, attr(1, struct.pack('>H', port)))),
                expression('redir', attr(1, number(1))))),
        message(0x11, 4)])
      s = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 12)
      s.bind((0, 0))
      s.send(batch)
      for i in range(3):
        error = struct.unpack_from('=i', s.recv(65536), 16)[0]
        if error:
          print('refused', os.strerror(-error))
          break
      else:
        print('redirected')
      """;

  private Redirection() {}

  /**
   * Connects to a port where nobody listens, and returns what the listener that took the connection
   * says of where it was going; the port is 9.
   */
  static InetSocketAddress follow(String host, KernelOption<InetSocketAddress> option)
      throws Exception {
    InetAddress own = InetAddress.ofLiteral(host);
    int family = own.getAddress().length == 4 ? 2 : 10;
    return NetworkNamespace.run(
        List.of(),
        () -> {
          try (Socket listener = Pairs.listener(new InetSocketAddress(own, 0))) {
            var at = (InetSocketAddress) requireNonNull(listener.localAddress());
            try (Python filter = Python.start(RULE, family, at.getPort())) {
              String answer = filter.line();
              assumeTrue(answer.equals("redirected"), "nf_tables: " + answer);
              filter.end();
            }
            try (Socket client = Socket.openFor(at, SocketType.STREAM)) {
              client.connect(new InetSocketAddress(own, 9));
              try (Socket server = requireNonNull(listener.accept())) {
                return server.getOption(option);
              }
            }
          }
        });
  }
}
