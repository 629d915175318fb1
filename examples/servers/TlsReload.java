// Lines back in capitals, under TLS; SIGHUP has certificate and key read again, and who is connected notices nothing.
//   java --enable-native-access=io.jackfield.socket -p cli/target/app --add-modules io.jackfield.server examples/servers/TlsReload.java CERTIFICATE.pem KEY.pem [PORT]
import static java.nio.charset.StandardCharsets.UTF_8;

import io.jackfield.server.*;
import io.jackfield.socket.ProcessSignals;
import io.jackfield.tls.*;

static class Shout extends StreamRequestHandler {
  protected void handle() throws IOException {
    for (byte[] line; (line = in().readLine(1_000)) != null; ) {
      out().write(new String(line, UTF_8).toUpperCase(Locale.ROOT).getBytes(UTF_8));
    }
  }
}

void main(String[] args) throws IOException {
  int port = args.length > 2 ? Integer.parseInt(args[2]) : 4433;
  var address = new InetSocketAddress("127.0.0.1", port);
  var config = TlsServerConfig.builder(TlsIdentity.pem(Path.of(args[0]), Path.of(args[1]))).build();
  ProcessSignals.onEach("HUP", () -> Thread.startVirtualThread(() -> reload(config)));
  try (var server = TcpServer.at(address).handler(Shout::new).tls(config).open()) {
    IO.println("listening on " + server.address());
    server.serveForever();
  }
}

void reload(TlsServerConfig config) {
  try {
    config.reload();
    IO.println("reloaded");
  } catch (IOException e) {
    System.err.println(e.getMessage()); // What was in force stays in force.
  }
}
