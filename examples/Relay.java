// Joins two endpoints, both ways, no faster than either side takes it. Where the first listens, each connection is
// joined with one of its own to the second.
//   … examples/Relay.java tcp://127.0.0.1:0 tcp://example.org:80
//   … examples/Relay.java stdio: 'exec:tr a-z A-Z'
import io.jackfield.reactor.*;
import io.jackfield.reactor.endpoint.*;
import io.jackfield.socket.SocketType;

/** One of two ends: what it gets goes to the other. */
static class End implements Protocol {
  final Runnable over;
  End other;
  Transport transport;
  boolean ended;
  boolean lost;

  End(Runnable over) {
    this.over = over;
  }

  public void connectionMade(Transport made) {
    transport = made;
  }

  public void dataReceived(ByteBuffer data) {
    other.transport.writeLent(data);
  }

  public boolean endReceived() {
    ended = true;
    other.transport.endOutput();
    return true;
  }

  public void writePaused() {
    other.transport.pauseReading();
  }

  public void writeResumed() {
    other.transport.resumeReading();
  }

  public void connectionLost(LossReason reason) {
    lost = true;
    if (!(reason instanceof LossReason.Done)) {
      System.err.println(reason);
    }
    if (other.transport == null || other.lost) {
      over.run();
    } else if (ended || reason instanceof LossReason.Done) {
      other.transport.close();
    } else {
      other.transport.abort(); // What was cut off must not pass for the whole.
    }
  }
}

static class Front extends End {
  final Endpoints endpoints;
  final Endpoint target;

  Front(Endpoints endpoints, Endpoint target, Runnable over) {
    super(over);
    this.endpoints = endpoints;
    this.target = target;
    other = new End(over);
    other.other = this;
  }

  public void connectionMade(Transport made) {
    super.connectionMade(made);
    made.pauseReading();
    endpoints.connect(target, _ -> lost ? null : other).whenComplete((_, failure) -> {
      if (failure == null) {
        made.resumeReading();
      } else {
        System.err.println("no connection: " + failure.getMessage());
        made.abort();
      }
    });
  }
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
