// Sends a file: its name, its size, its bytes, each of which the receiver answers with OK.
//   java --enable-native-access=io.jackfield.socket -p cli/target/app --add-modules io.jackfield.socket examples/sockets/SendFile.java FILE [HOST [PORT]]
import static java.nio.charset.StandardCharsets.UTF_8;

import io.jackfield.socket.*;

void main(String[] args) throws IOException {
  var path = Path.of(args[0]);
  int port = args.length > 2 ? Integer.parseInt(args[2]) : 9000;
  var receiver = new InetSocketAddress(args.length > 1 ? args[1] : "127.0.0.1", port);
  try (var file = OpenFile.forReading(path);
      var socket = Socket.openFor(receiver, SocketType.STREAM)) {
    socket.timeout(Duration.ofSeconds(30)).connect(receiver);
    var answers = socket.reader(UTF_8);
    socket.sendAll(UTF_8.encode(path.getFileName() + "\n"));
    require("OK", answers.readLine());
    long size = file.size();
    socket.sendAll(UTF_8.encode(size + "\n"));
    require("OK", answers.readLine());
    for (long sent = 0; sent < size; ) {
      long now = socket.sendFile(file, sent, size - sent); // By the kernel, without a copy.
      if (now == 0) {
        throw new EOFException("the file has become shorter while it was sent");
      }
      sent += now;
    }
    require("OK", answers.readLine());
    IO.println("sent " + size + " bytes");
  }
}

void require(String expected, String answer) {
  if (!expected.equals(answer)) {
    System.err.println(answer == null ? "the receiver has closed the connection" : answer);
    System.exit(1);
  }
}
