// Says hello to each name; "exit" ends the conversation.
//   java --enable-native-access=io.jackfield.socket -p cli/target/app --add-modules io.jackfield.server examples/servers/Greeting.java [PORT]
import static java.nio.charset.StandardCharsets.UTF_8;

import io.jackfield.server.*;

static class Greeter extends StreamRequestHandler {
  protected void handle() throws IOException {
    out().write("Welcome!".getBytes(UTF_8));
    for (ByteBuffer chunk; (chunk = in().readChunk()) != null; ) {
      var name = UTF_8.decode(chunk).toString().replaceFirst("\r?\n?\\z", "");
      if (name.equals("exit")) {
        return;
      }
      out().write(("Hello, " + name + "!").getBytes(UTF_8));
    }
  }
}

void main(String[] args) throws IOException {
  int port = args.length > 0 ? Integer.parseInt(args[0]) : 9999;
  var address = new InetSocketAddress("127.0.0.1", port);
  try (var server = TcpServer.at(address).handler(Greeter::new).open()) {
    IO.println("listening on " + server.address());
    server.serveForever();
  }
}
