// A line in, the line with the time before it out: a request handler, and the engine that runs it is an argument.
//   java --enable-native-access=io.jackfield.socket -p cli/target/app --add-modules io.jackfield.server examples/servers/Timestamp.java [PORT]
import static java.nio.charset.StandardCharsets.UTF_8;

import io.jackfield.server.*;

static class Stamp extends StreamRequestHandler {
  protected void handle() throws IOException {
    IO.println("connected from " + request().clientAddress());
    byte[] line = in().readLine();
    if (line != null) {
      var now = LocalDateTime.now();
      var stamp = String.format(Locale.ENGLISH, "[%ta %<tb %<2te %<tT %<tY] ", now);
      out().write(stamp.getBytes(UTF_8));
      out().write(line);
    }
  }
}

void main(String[] args) throws IOException {
  int port = args.length > 0 ? Integer.parseInt(args[0]) : 21568;
  var address = new InetSocketAddress("127.0.0.1", port);
  try (var server = TcpServer.at(address).handler(Stamp::new).engine(Engine.threads()).open()) {
    IO.println("listening on " + server.address());
    server.serveForever();
  }
}
