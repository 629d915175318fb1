// Passes connections on to another port, both ways, no faster than either side takes it.
//   … examples/Proxy.java HOST PORT
import io.jackfield.reactor.*;

/** One of two ends: what it gets goes to the other. */
static class End implements Protocol {
  End other;
  Transport transport;
  boolean lost;

  public void connectionMade(Transport made) {
    transport = made;
  }

  public void dataReceived(ByteBuffer data) {
    other.transport.writeLent(data);
  }

  public boolean endReceived() {
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
    if (other.transport == null) {
      return; // Not connected yet.
    }
    if (reason instanceof LossReason.Done) {
      other.transport.close();
    } else {
      other.transport.abort();
    }
  }
}

static class Front extends End {
  final Reactor reactor;
  final InetSocketAddress target;

  Front(Reactor reactor, InetSocketAddress target) {
    this.reactor = reactor;
    this.target = target;
    other = new End();
    other.other = this;
  }

  public void connectionMade(Transport made) {
    super.connectionMade(made);
    made.pauseReading();
    reactor.connect(target, _ -> lost ? null : other).whenComplete((_, failure) -> {
      if (failure == null) {
        made.resumeReading();
      } else {
        IO.println("no connection: " + failure.getMessage());
        made.abort();
      }
    });
  }
}

void main(String[] to) throws IOException {
  var target = InetSocketAddress.createUnresolved(to[0], Integer.parseInt(to[1]));
  try (var reactor = Reactor.create()) {
    var anyPort = new InetSocketAddress("127.0.0.1", 0);
    var port = reactor.listen(anyPort, _ -> new Front(reactor, target));
    IO.println("listening on " + port.localAddress());
    reactor.run();
  }
}
