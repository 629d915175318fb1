// Joins two endpoints, both ways, no faster than either side takes it. Where the first listens, each connection is
// joined with one of its own to the second.
//   java --enable-native-access=io.jackfield.socket -p cli/target/app --add-modules io.jackfield.reactor examples/reactor/Relay.java tcp://127.0.0.1:0 tcp://example.org:80
//   java --enable-native-access=io.jackfield.socket -p cli/target/app --add-modules io.jackfield.reactor examples/reactor/Relay.java stdio: 'exec:tr a-z A-Z'
import io.jackfield.reactor.*;
import io.jackfield.reactor.endpoint.*;
import io.jackfield.socket.SocketType;

/** Reads nothing until the other end is connected. */
static class Front implements Protocol {
  final Endpoints endpoints;
  final Endpoint target;
  final Runnable over;
  boolean lost;

  Front(Endpoints endpoints, Endpoint target, Runnable over) {
    this.endpoints = endpoints;
    this.target = target;
    this.over = over;
  }

  public void connectionMade(Transport front) {
    front.pauseReading();
    endpoints.connect(target, _ -> lost ? null : new Back(front, over)).whenComplete((_, failure) -> {
      if (failure != null) {
        System.err.println("no connection: " + failure.getMessage());
        front.abort();
      }
    });
  }

  public void dataReceived(ByteBuffer data) {} // There is none: reading is paused.

  public void connectionLost(LossReason reason) {
    lost = true;
    over.run();
  }
}

/** Joins both: what arrives is the relay's. */
static class Back implements Protocol {
  final Transport front;
  final Runnable over;

  Back(Transport front, Runnable over) {
    this.front = front;
    this.over = over;
  }

  public void connectionMade(Transport back) {
    var relay = io.jackfield.reactor.Relay.join(front, back); // This file is a class Relay too.
    relay.ended().thenAccept(end -> {
      if (!(end.reason() instanceof LossReason.Done)) {
        System.err.println(end.reason());
      }
      over.run();
    });
  }

  public void dataReceived(ByteBuffer data) {}
}

void main(String[] args) throws IOException {
  var first = Endpoint.parse(args[0]);
  var second = Endpoint.parse(args[1]);
  try (var reactor = Reactor.create()) {
    var endpoints = new Endpoints(reactor);
    try {
      var port = endpoints.listen(first, _ -> new Front(endpoints, second, () -> {}));
      for (var address : port.localAddresses()) {
        IO.println("listening on " + Endpoint.of(address, SocketType.STREAM));
      }
    } catch (EndpointUseException oneConversation) {
      endpoints.connect(first, _ -> new Front(endpoints, second, reactor::stop)).join();
    }
    reactor.run();
  }
}
