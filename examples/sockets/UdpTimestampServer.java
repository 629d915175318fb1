// The time before each datagram, sent back to where it came from.
//   java --enable-native-access=io.jackfield.socket -p cli/target/app --add-modules io.jackfield.socket examples/sockets/UdpTimestampServer.java [PORT]
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.jackfield.socket.*;

void main(String[] args) throws IOException {
  int port = args.length > 0 ? Integer.parseInt(args[0]) : 21567;
  try (var socket = Socket.open(StandardProtocolFamily.INET, SocketType.DATAGRAM)) {
    socket.bind(new InetSocketAddress("127.0.0.1", port));
    IO.println("listening on " + socket.localAddress());
    var data = ByteBuffer.allocate(65_535);
    while (true) {
      var datagram = socket.receiveFrom(data.clear());
      var said = ISO_8859_1.decode(data.flip()); // Latin-1 keeps each byte as it is.
      try {
        socket.sendTo(ISO_8859_1.encode(stamped(said)), datagram.source());
      } catch (IOException e) {
        System.err.println(e.getMessage()); // As where the answer is too long for a datagram.
      }
    }
  }
}

String stamped(CharSequence said) {
  return String.format(
      Locale.ENGLISH, "[%ta %<tb %<2te %<tT %<tY] %s", LocalDateTime.now(), said);
}
