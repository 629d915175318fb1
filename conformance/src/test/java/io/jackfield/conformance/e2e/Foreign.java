package io.jackfield.conformance.e2e;

import java.util.regex.Pattern;

/** Servers that nobody here wrote, or that are written with nothing of ours, for our clients. */
final class Foreign implements AutoCloseable {
  private static final String SOCKETSERVER =
      """
      import socketserver, time

      def serve(server, handler):
          server.allow_reuse_address = True
          s = server(('127.0.0.1', 0), handler)
          say(b'port %d\\n' % s.server_address[1])
          s.serve_forever()

      def stream(handle):
          class Handler(socketserver.BaseRequestHandler):
              def handle(self):
                  handle(self.request, self.client_address)
          serve(socketserver.ThreadingTCPServer, Handler)

      def datagram(answer):
          class Handler(socketserver.BaseRequestHandler):
              def handle(self):
                  data, s = self.request
                  s.sendto(answer(data), self.client_address)
          serve(socketserver.ThreadingUDPServer, Handler)

      def chunks(s):
          while chunk := s.recv(16384):
              yield chunk

      def stamped(data):
          return b'[' + time.ctime().encode() + b'] ' + data

      """;

  private final Child process;
  private final int port;

  private Foreign(Child process, int port) {
    this.process = process;
    this.port = port;
  }

  /** A server in Python: the script calls {@code stream(handle)} or {@code datagram(answer)}. */
  static Foreign python(String script) {
    return of(Python.script(SOCKETSERVER + script));
  }

  /** Any server that says {@code port NUMBER} when it listens. */
  static Foreign of(Command server) {
    Child process = server.start();
    Pattern line = Pattern.compile("port (\\d+)\n");
    return new Foreign(process, Integer.parseInt(process.out().await(line).group(1)));
  }

  /** {@code socat}, which echoes through {@code cat}. */
  static Foreign socat(String listen) {
    return socat(listen, "");
  }

  /** As above, with more options of its address. */
  static Foreign socat(String listen, String options) {
    String address = listen + ":0,bind=127.0.0.1,fork" + options;
    Child process = Command.tool("socat", "-d", "-d", address, "EXEC:cat").start();
    Pattern line = Pattern.compile("listening on .*127\\.0\\.0\\.1:(\\d+)\n");
    return new Foreign(process, Integer.parseInt(process.err().await(line).group(1)));
  }

  /** {@code socat} in inetd's place: a program for each connection, which is never root's. */
  static Foreign socatExec(String program) {
    String user = "root".equals(System.getProperty("user.name")) ? ",su=nobody" : "";
    Command socat =
        Command.tool(
            "socat",
            "-d",
            "-d",
            "TCP-LISTEN:0,bind=127.0.0.1,fork",
            "EXEC:" + program + ",nofork" + user);
    Child process = socat.start();
    Pattern line = Pattern.compile("listening on .*127\\.0\\.0\\.1:(\\d+)\n");
    return new Foreign(process, Integer.parseInt(process.err().await(line).group(1)));
  }

  Child process() {
    return process;
  }

  int port() {
    return port;
  }

  /** Our client of {@code service}, to talk to this server. */
  Command connect(String service, String... options) {
    return Command.jackfield("connect").and(options).and(service, "127.0.0.1", "" + port);
  }

  @Override
  public void close() {
    process.close();
  }
}
