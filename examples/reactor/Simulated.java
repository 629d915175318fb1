// Two machines and a bad line between them, in virtual time: no socket, no sleep, the same each time.
//   java -p cli/target/app:testkit/target/jackfield-testkit.jar --add-modules io.jackfield.testkit examples/reactor/Simulated.java
import io.jackfield.reactor.*;
import io.jackfield.testkit.*;

static class Echo implements Protocol {
  Transport transport;

  public void connectionMade(Transport made) {
    transport = made;
  }

  public void dataReceived(ByteBuffer data) {
    transport.write(data);
  }
}

static class Asking extends Echo {
  boolean answered;

  public void connectionMade(Transport made) {
    super.connectionMade(made);
    made.write(ByteBuffer.wrap("hello".getBytes()));
  }

  public void dataReceived(ByteBuffer data) {
    answered = true;
    transport.close();
  }
}

static Reactor reactor(SimulatedNetwork network, SimulatedNode node) throws IOException {
  var driver = node.driver();
  var reactor = Reactor.builder().driver(() -> driver).stallThreshold(null).build();
  reactor.start();
  network.drive(driver, reactor::turn);
  return reactor;
}

void main() throws IOException {
  var network = new SimulatedNetwork(42); // The seed: another one, other accidents.
  network.links(LinkProfile.fixed(Duration.ofMillis(50)));
  var home = network.node("home");
  var moon = network.node("moon");

  reactor(network, moon).listen(moon.address(7), _ -> new Echo());
  var asking = new Asking();
  reactor(network, home).connect(moon.address(7), _ -> asking);

  // For the first second nothing gets through.
  network.partition(home, moon);
  network.after(Duration.ofSeconds(1), () -> network.heal(home, moon));

  long start = network.nanoTime();
  network.runUntil(() -> asking.answered, Duration.ofMinutes(1));
  IO.println("answered after " + (network.nanoTime() - start) / 1_000_000 + " ms");
}
