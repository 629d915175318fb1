// Sends each line that is typed as a datagram and shows the answer; an empty line ends it.
//   java --enable-native-access=io.jackfield.socket -p cli/target/app --add-modules io.jackfield.socket examples/sockets/UdpTimestampClient.java [PORT]
import static java.nio.charset.StandardCharsets.UTF_8;

import io.jackfield.socket.*;

void main(String[] args) throws IOException {
  int port = args.length > 0 ? Integer.parseInt(args[0]) : 21567;
  try (var socket = Socket.open(StandardProtocolFamily.INET, SocketType.DATAGRAM)) {
    // Connected, it hears from this peer alone, and is told when nobody is there.
    socket.timeout(Duration.ofSeconds(2)).connect(new InetSocketAddress("127.0.0.1", port));
    var answer = ByteBuffer.allocate(65_535);
    for (String line; (line = IO.readln("> ")) != null && !line.isEmpty(); ) {
      try {
        socket.send(UTF_8.encode(line));
        socket.receive(answer.clear());
        IO.println(UTF_8.decode(answer.flip()));
      } catch (SocketTimeoutException | ConnectionRefusedException e) {
        IO.println(e.getMessage());
      }
    }
  }
}
