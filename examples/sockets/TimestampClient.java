// Sends each line that is typed and shows the answer; an empty line ends it.
//   java --enable-native-access=io.jackfield.socket -p cli/target/app --add-modules io.jackfield.socket examples/sockets/TimestampClient.java [PORT]
import static java.nio.charset.StandardCharsets.UTF_8;

import io.jackfield.socket.*;

void main(String[] args) throws IOException {
  int port = args.length > 0 ? Integer.parseInt(args[0]) : 21567;
  try (var server = Socket.open(StandardProtocolFamily.INET, SocketType.STREAM)) {
    server.timeout(Duration.ofSeconds(10)).connect(new InetSocketAddress("127.0.0.1", port));
    var answer = ByteBuffer.allocate(16_384);
    for (String line; (line = IO.readln("> ")) != null && !line.isEmpty(); ) {
      server.sendAll(UTF_8.encode(line));
      if (server.receive(answer.clear()) < 0) {
        IO.println("the server has closed the connection");
        return;
      }
      IO.println(UTF_8.decode(answer.flip()));
    }
  }
}
