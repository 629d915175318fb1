// A room in some fifty lines: the first line is a name, each further one goes to everybody else.
//   java --enable-native-access=io.jackfield.socket -p cli/target/app --add-modules io.jackfield.reactor examples/reactor/Chat.java
import static java.nio.charset.StandardCharsets.UTF_8;

import io.jackfield.reactor.*;

final Map<String, Guest> guests = new TreeMap<>();

class Guest implements Protocol {
  final ByteBuffer line = ByteBuffer.allocate(1_000); // A longer one throws, and so ends its connection.
  Transport transport;
  String name;

  public void connectionMade(Transport made) {
    transport = made;
    say("Your name?");
  }

  public void dataReceived(ByteBuffer data) {
    while (data.hasRemaining()) {
      line.put(data.get());
      if (line.get(line.position() - 1) == '\n') {
        lineReceived(UTF_8.decode(line.flip()).toString().strip());
        line.clear();
      }
    }
  }

  void lineReceived(String text) {
    if (name != null) {
      tellOthers(name + ": " + text);
    } else if (text.isEmpty() || guests.putIfAbsent(text, this) != null) {
      say("Another name?");
    } else {
      name = text;
      say("Here are " + guests.keySet());
      tellOthers(name + " comes");
    }
  }

  void say(String text) {
    transport.write(UTF_8.encode(text + "\n"));
  }

  void tellOthers(String text) {
    guests.values().stream().filter(guest -> guest != this).forEach(guest -> guest.say(text));
  }

  // More than 64 KiB wait to be sent: who does not read is dropped, so that memory stays bounded.
  public void writePaused() {
    transport.abort();
  }

  public void connectionLost(LossReason reason) {
    if (guests.values().remove(this)) {
      tellOthers(name + " goes");
    }
  }
}

void main() throws IOException {
  try (var reactor = Reactor.create()) {
    var port = reactor.listen(new InetSocketAddress("127.0.0.1", 0), _ -> new Guest());
    IO.println("listening on " + port.localAddress());
    reactor.run();
  }
}
