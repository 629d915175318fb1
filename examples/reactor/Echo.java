// Sends back what it gets.
//   java --enable-native-access=io.jackfield.socket -p cli/target/app --add-modules io.jackfield.reactor examples/reactor/Echo.java
import io.jackfield.reactor.*;

static class Echo implements Protocol {
  Transport transport;

  public void connectionMade(Transport made) {
    transport = made;
  }

  public void dataReceived(ByteBuffer data) {
    transport.writeLent(data);
  }

  // A peer that does not take its echo is not listened to until it does.
  public void writePaused() {
    transport.pauseReading();
  }

  public void writeResumed() {
    transport.resumeReading();
  }
}

void main() throws IOException {
  try (var reactor = Reactor.create()) {
    var port = reactor.listen(new InetSocketAddress("127.0.0.1", 0), _ -> new Echo());
    IO.println("listening on " + port.localAddress());
    reactor.run();
  }
}
