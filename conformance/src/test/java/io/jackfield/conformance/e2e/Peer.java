package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.conformance.e2e.Command.Finished;

/** A client program: says something to a service, returns the answer as a {@link Wire} string. */
enum Peer {
  NETCAT {
    @Override
    String tcp(String host, int port, byte[] said) {
      return out(Command.tool("nc", "-N", host, "" + port), said);
    }

    @Override
    String udp(String host, int port, byte[] said) {
      return out(Command.tool("nc", "-u", "-W", "1", host, "" + port), said);
    }
  },

  SOCAT {
    @Override
    String tcp(String host, int port, byte[] said) {
      return out(
          Command.tool("socat", "-t", "15", "-", "TCP:" + inBrackets(host) + ":" + port), said);
    }

    // A stream of datagrams has no end that socat could wait for: its input stays open.
    @Override
    String udp(String host, int port, byte[] said) {
      var socat = Command.tool("socat", "-t", "0", "-", "UDP:" + inBrackets(host) + ":" + port);
      try (Child child = socat.start()) {
        return child.write(said).out().awaitBytes(1);
      }
    }
  },

  PYTHON {
    @Override
    String tcp(String host, int port, byte[] said) {
      return out(
          Python.script(
              """
              s = connect()
              s.sendall(sys.stdin.buffer.read())
              s.shutdown(socket.SHUT_WR)
              say(rest(s))
              """,
              host,
              port),
          said);
    }

    @Override
    String udp(String host, int port, byte[] said) {
      return out(
          Python.script(
              """
              s = datagrams()
              s.send(sys.stdin.buffer.read())
              say(s.recv(65536))
              """,
              host,
              port),
          said);
    }
  };

  /** Says all of it over a connection, ends its own half, and returns what came until the end. */
  abstract String tcp(String host, int port, byte[] said);

  /** Says it as one datagram and returns the one that came back. */
  abstract String udp(String host, int port, byte[] said);

  String tcp(int port, String said) {
    return tcp("127.0.0.1", port, Wire.bytes(said));
  }

  String udp(int port, String said) {
    return udp("127.0.0.1", port, Wire.bytes(said));
  }

  private static String inBrackets(String host) {
    return host.contains(":") ? "[" + host + "]" : host;
  }

  private static String out(Command command, byte[] input) {
    Finished finished = command.run(input);
    assertThat(finished.exit()).as(finished.err()).isZero();
    return finished.out();
  }
}
