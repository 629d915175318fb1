// The time before whatever a client sends, by plain sockets, one client after the other.
//   java --enable-native-access=io.jackfield.socket -p cli/target/app --add-modules io.jackfield.socket examples/sockets/TimestampServer.java [PORT]
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.jackfield.socket.*;

void main(String[] args) throws IOException {
  int port = args.length > 0 ? Integer.parseInt(args[0]) : 21567;
  try (var listener = Socket.open(StandardProtocolFamily.INET, SocketType.STREAM)) {
    listener.setOption(SocketOptions.REUSE_ADDRESS, true);
    listener.bind(new InetSocketAddress("127.0.0.1", port)).listen(5);
    IO.println("listening on " + listener.localAddress());
    while (true) {
      answer(listener.accept());
    }
  }
}

String stamped(CharSequence said) {
  return String.format(
      Locale.ENGLISH, "[%ta %<tb %<2te %<tT %<tY] %s", LocalDateTime.now(), said);
}

void answer(Socket client) {
  try (client) {
    client.timeout(Duration.ofMinutes(10)); // For each call: who is silent does not stay for ever.
    var chunk = ByteBuffer.allocate(16_384);
    while (client.receive(chunk.clear()) > 0) {
      var said = ISO_8859_1.decode(chunk.flip()); // Latin-1 keeps each byte as it is.
      client.sendAll(ISO_8859_1.encode(stamped(said)));
    }
  } catch (IOException e) {
    System.err.println(e.getMessage()); // That was one client's connection; the next one comes.
  }
}
