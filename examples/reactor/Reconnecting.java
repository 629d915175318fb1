// Prints what a server says; connects again, after a growing pause, whenever the connection is lost.
//   java --enable-native-access=io.jackfield.socket -p cli/target/app --add-modules io.jackfield.reactor examples/reactor/Reconnecting.java HOST PORT
import static java.nio.charset.StandardCharsets.UTF_8;

import io.jackfield.reactor.*;

class Listener implements Protocol {
  public void connectionMade(Transport transport) {
    IO.println("connected");
  }

  public void dataReceived(ByteBuffer data) {
    IO.print(UTF_8.decode(data));
  }

  public void connectionLost(LossReason reason) {
    IO.println("lost: " + reason);
  }
}

void main(String[] to) throws IOException {
  var server = InetSocketAddress.createUnresolved(to[0], Integer.parseInt(to[1]));
  // A tenth of a second, then twice as long each time, up to half a minute; 10 % more or less.
  var policy = new Backoff.Policy(Duration.ofMillis(100), 2, Duration.ofSeconds(30), 0.1);
  try (var reactor = Reactor.create()) {
    ReconnectingClient.start(
        reactor,
        again -> reactor.connect(server, again),
        _ -> new Listener(),
        new Backoff(policy, new SplittableRandom()));
    reactor.run();
  }
}
