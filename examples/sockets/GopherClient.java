// Fetches a menu or a text from a Gopher server (RFC 1436) and prints it as it comes.
//   java --enable-native-access=io.jackfield.socket -p cli/target/app --add-modules io.jackfield.socket examples/sockets/GopherClient.java HOST [SELECTOR [PORT]]
import static java.nio.charset.StandardCharsets.UTF_8;

import io.jackfield.socket.*;

void main(String[] args) throws IOException {
  String selector = args.length > 1 ? args[1] : ""; // Which is the root menu.
  int port = args.length > 2 ? Integer.parseInt(args[2]) : 70;
  var server = new InetSocketAddress(args[0], port);
  try (var socket = Socket.openFor(server, SocketType.STREAM)) {
    socket.timeout(Duration.ofSeconds(30)).connect(server);
    socket.sendAll(UTF_8.encode(selector + "\r\n"));
    socket.in().transferTo(System.out);
    System.out.flush();
  }
}
