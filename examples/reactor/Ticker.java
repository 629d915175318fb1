// Tells each client the machine's name, then ticks ten times a second, for a second.
//   java --enable-native-access=io.jackfield.socket -p cli/target/app --add-modules io.jackfield.reactor examples/reactor/Ticker.java
import static java.nio.charset.StandardCharsets.UTF_8;

import io.jackfield.reactor.*;

static class Ticker implements Protocol {
  LoopingCall ticks;
  Timer end;

  public void connectionMade(Transport transport) {
    var reactor = transport.reactor();

    // A file may take its time: another thread reads it, the loop goes on.
    reactor
        .deferToThread(() -> Files.readString(Path.of("/proc/sys/kernel/hostname")))
        .thenAccept(name -> say(transport, name));

    ticks = LoopingCall.of(reactor, () -> say(transport, "tick\n"));
    ticks.start(Duration.ofMillis(100), false);

    end = reactor.callLater(Duration.ofSeconds(1), transport::close);
  }

  void say(Transport transport, String text) {
    transport.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
  }

  public void dataReceived(ByteBuffer data) {}

  public void connectionLost(LossReason reason) {
    ticks.stop();
    end.cancel();
  }
}

void main() throws IOException {
  try (var reactor = Reactor.create()) {
    var port = reactor.listen(new InetSocketAddress("127.0.0.1", 0), _ -> new Ticker());
    IO.println("listening on " + port.localAddress());
    reactor.run();
  }
}
