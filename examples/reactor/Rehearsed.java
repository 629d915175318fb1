// A protocol tested without a network: a transport of strings, and a clock that is set by hand.
//   java -p cli/target/app:testkit/target/jackfield-testkit.jar --add-modules io.jackfield.testkit examples/reactor/Rehearsed.java
import static java.nio.charset.StandardCharsets.UTF_8;

import io.jackfield.reactor.*;
import io.jackfield.testkit.*;

/** Says hello, and good-bye to who has been silent for a minute. */
static class Host implements Protocol {
  final Scheduler time;
  Transport transport;
  Timer end;

  Host(Scheduler time) {
    this.time = time;
  }

  public void connectionMade(Transport made) {
    transport = made;
    end = time.callLater(Duration.ofMinutes(1), this::goodBye);
    transport.write(UTF_8.encode("hello\n"));
  }

  public void dataReceived(ByteBuffer data) {
    end.reset(Duration.ofMinutes(1));
  }

  void goodBye() {
    transport.write(UTF_8.encode("good-bye\n"));
    transport.close();
  }
}

void main() {
  var clock = new FakeClock();
  var transport = new StringTransport(new Host(clock));
  require(transport.text().equals("hello\n"));

  clock.advance(Duration.ofSeconds(59));
  transport.receive("I am here");
  clock.advance(Duration.ofSeconds(59));
  require(!transport.isClosing());

  clock.advance(Duration.ofSeconds(1));
  require(transport.text().endsWith("good-bye\n"));
  require(transport.isClosing());
  IO.println("passed in " + clock.nanoTime() / 1_000_000_000 + " s, of which none was waited");
}

void require(boolean fact) {
  if (!fact) {
    throw new AssertionError();
  }
}
