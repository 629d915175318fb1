// A room in forty lines: the first line is a name, each further one goes to everybody else.
//   java --enable-native-access=io.jackfield.socket -p cli/target/app --add-modules io.jackfield.reactor examples/reactor/Chat.java
import io.jackfield.reactor.*;

final Map<String, Guest> guests = new TreeMap<>();

class Guest extends LineProtocol {
  String name;

  public void connectionMade(Transport made) {
    super.connectionMade(made);
    sendLine("Your name?");
  }

  public void lineReceived(String text) {
    if (name != null) {
      tellOthers(name + ": " + text);
    } else if (text.isBlank() || guests.putIfAbsent(text, this) != null) {
      sendLine("Another name?");
    } else {
      name = text;
      sendLine("Here are " + guests.keySet());
      tellOthers(name + " comes");
    }
  }

  void tellOthers(String text) {
    guests.values().stream().filter(guest -> guest != this).forEach(guest -> guest.sendLine(text));
  }

  // More than 64 KiB wait to be sent: who does not read is dropped, so that memory stays bounded.
  public void writePaused() {
    transport().abort();
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
