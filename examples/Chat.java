// A room: the first line is a name, each further one goes to everybody else.
//   java --enable-native-access=io.jackfield.socket -p cli/target/app --add-modules io.jackfield.reactor examples/Chat.java
import static java.nio.charset.StandardCharsets.UTF_8;

import io.jackfield.reactor.*;

final int LONGEST_LINE = 1_000;
final Map<String, Guest> guests = new TreeMap<>();

class Guest implements Protocol {
  Transport transport;
  String name;
  final ByteArrayOutputStream line = new ByteArrayOutputStream();

  public void connectionMade(Transport made) {
    transport = made;
    say("Your name?");
  }

  public void dataReceived(ByteBuffer data) {
    while (data.hasRemaining()) {
      byte next = data.get();
      if (next == '\n') {
        lineReceived(line.toString(UTF_8).strip());
        line.reset();
      } else if (line.size() < LONGEST_LINE) {
        line.write(next);
      } else {
        transport.abort();
        return;
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
    transport.write(ByteBuffer.wrap((text + "\n").getBytes(UTF_8)));
  }

  void tellOthers(String text) {
    for (var guest : guests.values()) {
      if (guest != this) {
        guest.say(text);
      }
    }
  }

  // More than 64 KiB wait to be sent: who does not read is dropped, so that memory stays bounded.
  public void writePaused() {
    transport.abort();
  }

  public void connectionLost(LossReason reason) {
    if (name != null) {
      guests.remove(name);
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
