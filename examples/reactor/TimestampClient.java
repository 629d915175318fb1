// What is typed goes to a server, what the server says is shown: both by events, so that neither waits for the other.
//   java --enable-native-access=io.jackfield.socket -p cli/target/app --add-modules io.jackfield.reactor examples/reactor/TimestampClient.java [PORT]
import io.jackfield.reactor.*;

/** Passes on what arrives; the end of its own side ends the other's. */
static class Passing implements Protocol {
  Transport other;

  public void dataReceived(ByteBuffer data) {
    other.write(data);
  }

  public boolean endReceived() {
    other.endOutput();
    return true;
  }
}

void main(String[] args) throws IOException {
  int port = args.length > 0 ? Integer.parseInt(args[0]) : 21567;
  try (var reactor = Reactor.create()) {
    var keyboard = new Passing();
    var screen = reactor.descriptors().standardStreams(keyboard);
    screen.pauseReading(); // Until there is a server that it can go to.
    var answers =
        new Passing() {
          public void connectionMade(Transport server) {
            other = screen;
            keyboard.other = server;
            screen.resumeReading();
          }

          public void connectionLost(LossReason reason) {
            reactor.stop();
          }
        };
    reactor
        .connect(new InetSocketAddress("127.0.0.1", port), _ -> answers)
        .whenComplete((_, failure) -> {
          if (failure != null) {
            System.err.println(failure.getMessage());
            reactor.stop();
          }
        });
    reactor.run();
  }
}
