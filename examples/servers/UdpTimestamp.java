// The time before each datagram: a request handler for each.
//   java --enable-native-access=io.jackfield.socket -p cli/target/app --add-modules io.jackfield.server examples/servers/UdpTimestamp.java [PORT]
import static java.nio.charset.StandardCharsets.UTF_8;

import io.jackfield.server.*;

static class Stamp extends DatagramRequestHandler {
  protected void handle() throws IOException {
    var now = LocalDateTime.now();
    var stamp = String.format(Locale.ENGLISH, "[%ta %<tb %<2te %<tT %<tY] ", now);
    out().write(stamp.getBytes(UTF_8));
    out().write(data());
  }
}

void main(String[] args) throws IOException {
  int port = args.length > 0 ? Integer.parseInt(args[0]) : 21567;
  var address = new InetSocketAddress("127.0.0.1", port);
  try (var server = UdpServer.at(address).handler(Stamp::new).open()) {
    IO.println("listening on " + server.address());
    server.serveForever();
  }
}
