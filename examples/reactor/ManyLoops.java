// Sends back what it gets, on a loop for each processor, and shows how many connections each has.
//   java --enable-native-access=io.jackfield.socket -p cli/target/app --add-modules io.jackfield.reactor examples/reactor/ManyLoops.java
import io.jackfield.reactor.*;

static class Echo implements Protocol {
  Transport transport;

  public void connectionMade(Transport made) {
    transport = made;
  }

  public void dataReceived(ByteBuffer data) {
    transport.writeLent(data);
  }

  public void writePaused() {
    transport.pauseReading();
  }

  public void writeResumed() {
    transport.resumeReading();
  }
}

List<Long> shown = List.of();

// By the first loop alone.
void show(ReactorGroup group) {
  var open = group.counts().stream().map(one -> one.opened() - one.closed()).toList();
  if (!open.equals(shown)) {
    IO.println("connections " + open);
    shown = open;
  }
}

void main() throws IOException {
  var group = ReactorGroup.create();
  var port = group.listen(new InetSocketAddress("127.0.0.1", 0), () -> _ -> new Echo());
  LoopingCall.of(group.reactors().getFirst(), () -> show(group))
      .start(Duration.ofSeconds(1), false);
  group.start();
  IO.println("listening on " + port.localAddress());
}
