// Asks for a line and says how many characters it has.
//   java --enable-native-access=io.jackfield.socket -p cli/target/app --add-modules io.jackfield.server examples/servers/StringLength.java [PORT]
import static java.nio.charset.StandardCharsets.UTF_8;

import io.jackfield.server.*;

static class Length extends StreamRequestHandler {
  protected void handle() throws IOException {
    var client = (InetSocketAddress) request().clientAddress();
    say("welcome, ('%s', %d)\n".formatted(client.getAddress().getHostAddress(), client.getPort()));
    say("Please enter a string:");
    byte[] line = in().readLine();
    if (line != null) {
      var text = new String(line, UTF_8).strip();
      say("You entered %d characters.\n".formatted(text.codePointCount(0, text.length())));
    }
  }

  void say(String text) throws IOException {
    out().write(text.getBytes(UTF_8));
  }
}

void main(String[] args) throws IOException {
  int port = args.length > 0 ? Integer.parseInt(args[0]) : 51423;
  var address = new InetSocketAddress("127.0.0.1", port);
  try (var server = TcpServer.at(address).handler(Length::new).open()) {
    IO.println("listening on " + server.address());
    server.serveForever();
  }
}
