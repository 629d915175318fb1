// Events of one's own: what is typed fires "news", which everybody who is connected hears.
//   java --enable-native-access=io.jackfield.socket -p cli/target/app --add-modules io.jackfield.reactor examples/reactor/News.java [PORT]
import static java.nio.charset.StandardCharsets.UTF_8;

import io.jackfield.reactor.*;

static class Listener implements Protocol {
  Transport transport;
  Events.Registration hearing;

  public void connectionMade(Transport made) {
    transport = made;
    var events = transport.reactor().events();
    hearing = events.on("news", text -> transport.write(UTF_8.encode((String) text)));
    transport.write(UTF_8.encode("the news:\n"));
  }

  public void dataReceived(ByteBuffer data) {} // Nobody is asked.

  // More than 64 KiB wait to be sent: who does not read is dropped.
  public void writePaused() {
    transport.abort();
  }

  public void connectionLost(LossReason reason) {
    hearing.remove();
  }
}

void main(String[] args) throws IOException {
  int number = args.length > 0 ? Integer.parseInt(args[0]) : 21567;
  try (var reactor = Reactor.create()) {
    var port = reactor.listen(new InetSocketAddress("127.0.0.1", number), _ -> new Listener());
    Protocol keyboard =
        typed -> {
          int heard = reactor.events().fire("news", UTF_8.decode(typed).toString());
          IO.println(heard + " handlers were called");
        };
    reactor.descriptors().standardStreams(keyboard);
    IO.println("listening on " + port.localAddress());
    reactor.run();
  }
}
