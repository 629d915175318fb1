// One file for everybody who asks by HTTP, sent by the kernel where it can.
//   java --enable-native-access=io.jackfield.socket -p cli/target/app --add-modules io.jackfield.reactor examples/reactor/WebFile.java picture.jpg
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.jackfield.reactor.*;
import io.jackfield.socket.OpenFile;

static class Answer implements Protocol {
  final OpenFile file;
  final long length;
  Transport transport;
  String asked = "";

  Answer(OpenFile file, long length) {
    this.file = file;
    this.length = length;
  }

  public void connectionMade(Transport made) {
    transport = made;
  }

  public void dataReceived(ByteBuffer data) {
    asked += US_ASCII.decode(data);
    if (asked.length() > 8192) {
      transport.abort();
    } else if (asked.contains("\r\n\r\n")) {
      answer();
    }
  }

  void answer() {
    transport.write(US_ASCII.encode("HTTP/1.0 200 OK\r\nContent-Length: " + length + "\r\n\r\n"));
    transport.sendFile(file, 0, length).whenComplete((bytes, failure) ->
        IO.println(failure == null ? "sent " + bytes : failure.getMessage()));
    transport.close(); // When all is sent.
  }
}

void main(String[] args) throws IOException {
  try (var file = OpenFile.forReading(Path.of(args[0]));
      var reactor = Reactor.create()) {
    var length = file.size();
    var port = reactor.listen(new InetSocketAddress("127.0.0.1", 0), _ -> new Answer(file, length));
    IO.println("listening on " + port.localAddress());
    reactor.run();
  }
}
