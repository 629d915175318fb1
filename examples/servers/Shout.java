// Lines back in capitals, on the engine that the argument names: the handler is the same on each.
//   java --enable-native-access=io.jackfield.socket -p cli/target/app --add-modules io.jackfield.server examples/servers/Shout.java iterative|threads|virtual|loop [tcp://HOST:PORT]
import static java.nio.charset.StandardCharsets.UTF_8;

import io.jackfield.server.*;

static class Shout extends StreamRequestHandler {
  protected void handle() throws IOException {
    for (byte[] line; (line = in().readLine(1_000)) != null; ) {
      out().write(new String(line, UTF_8).toUpperCase(Locale.ROOT).getBytes(UTF_8));
    }
  }
}

void main(String[] args) throws IOException {
  var engine =
      switch (args[0]) {
        case "iterative" -> Engine.iterative();
        case "threads" -> Engine.threads();
        case "loop" -> Engine.eventLoop();
        default -> Engine.virtualThreads();
      };
  var address = args.length > 1 ? args[1] : "tcp://127.0.0.1:9999";
  try (var server = TcpServer.at(address).handler(Shout::new).engine(engine).open()) {
    IO.println("listening on " + server.address());
    server.serveForever();
  }
}
