// Lines back in capitals, with limits for what a client may take, and a word on the console when one of them is met.
//   java --enable-native-access=io.jackfield.socket -p cli/target/app --add-modules io.jackfield.server examples/servers/Limited.java [PORT]
import static java.nio.charset.StandardCharsets.UTF_8;

import io.jackfield.server.*;

static class Shout extends StreamRequestHandler {
  protected void handle() throws IOException {
    for (byte[] line; (line = in().readLine()) != null; ) {
      out().write(new String(line, UTF_8).toUpperCase(Locale.ROOT).getBytes(UTF_8));
    }
  }
}

static class Log implements ServerHooks<StreamRequest> {
  public void handleTimeout(StreamRequest request) {
    IO.println("silent for too long: " + request.clientAddress());
  }

  public void handleError(StreamRequest request, Throwable error) {
    IO.println(error.getMessage() + ": " + request.clientAddress());
  }
}

void main(String[] args) throws IOException {
  int port = args.length > 0 ? Integer.parseInt(args[0]) : 9999;
  var limits =
      Limits.builder()
          .connections(2) // One more is closed at once.
          .firstByteTimeout(Duration.ofSeconds(1))
          .idleTimeout(Duration.ofMinutes(1))
          .totalTimeout(Duration.ofHours(1))
          .lineBytes(80)
          .build();
  var address = new InetSocketAddress("127.0.0.1", port);
  try (var server = TcpServer.at(address).handler(Shout::new).limits(limits).hooks(new Log()).open()) {
    IO.println("listening on " + server.address());
    server.serveForever();
  }
}
