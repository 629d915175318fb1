// Tells each client its address, also where it comes through a proxy on this machine that says whose connection it passes on,
// as HAProxy does with "send-proxy" or "send-proxy-v2".
//   java --enable-native-access=io.jackfield.socket -p cli/target/app --add-modules io.jackfield.server examples/servers/BehindProxy.java [PORT]
import static java.nio.charset.StandardCharsets.UTF_8;

import io.jackfield.server.*;

static class WhoAmI extends StreamRequestHandler {
  protected void handle() throws IOException {
    out().write((request().clientAddress() + "\n").getBytes(UTF_8));
  }
}

void main(String[] args) throws IOException {
  int port = args.length > 0 ? Integer.parseInt(args[0]) : 9999;
  var address = new InetSocketAddress("127.0.0.1", port);
  var proxies = AddressRange.anyOf("127.0.0.1/32"); // Of anybody else it would be a lie.
  try (var server = TcpServer.at(address).handler(WhoAmI::new).proxies(proxies).open()) {
    IO.println("listening on " + server.address());
    server.serveForever();
  }
}
