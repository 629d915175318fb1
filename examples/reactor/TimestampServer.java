// The time before whatever a client sends, by events: any number of clients on one thread.
//   java --enable-native-access=io.jackfield.socket -p cli/target/app --add-modules io.jackfield.reactor examples/reactor/TimestampServer.java [PORT]
import static java.nio.charset.StandardCharsets.UTF_8;

import io.jackfield.reactor.*;

static class Stamp implements Protocol {
  Transport transport;

  public void connectionMade(Transport made) {
    transport = made;
  }

  public void dataReceived(ByteBuffer data) {
    var now = LocalDateTime.now();
    var stamp = String.format(Locale.ENGLISH, "[%ta %<tb %<2te %<tT %<tY] ", now);
    transport.writeSequence(List.of(UTF_8.encode(stamp), data));
  }

  // A peer that does not take its answers is not listened to until it does.
  public void writePaused() {
    transport.pauseReading();
  }

  public void writeResumed() {
    transport.resumeReading();
  }
}

void main(String[] args) throws IOException {
  int number = args.length > 0 ? Integer.parseInt(args[0]) : 21567;
  try (var reactor = Reactor.create()) {
    var port = reactor.listen(new InetSocketAddress("127.0.0.1", number), _ -> new Stamp());
    IO.println("listening on " + port.localAddress());
    reactor.run();
  }
}
