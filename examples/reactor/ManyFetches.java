// Fetches many menus and texts from Gopher servers, eight at a time on one thread, and says how long each is.
//   java --enable-native-access=io.jackfield.socket -p cli/target/app --add-modules io.jackfield.reactor examples/reactor/ManyFetches.java gopher://HOST[:PORT]/[TYPE SELECTOR] …
import static java.nio.charset.StandardCharsets.UTF_8;

import io.jackfield.reactor.*;

final int AT_ONCE = 8;
final Queue<URI> waiting = new ArrayDeque<>();
int fetching;

class Fetch implements Protocol {
  final URI from;

  Fetch(URI from) {
    this.from = from;
  }

  public void connectionMade(Transport server) {
    // The path is "/", one character for the type, and the selector (RFC 4266).
    var selector = from.getPath().length() > 2 ? from.getPath().substring(2) : "";
    server.write(UTF_8.encode(selector + "\r\n"));
    var limit = server.reactor().callLater(Duration.ofSeconds(30), server::abort);
    server.ended().thenAccept(reason -> {
      limit.cancel();
      boolean whole = reason instanceof LossReason.Done;
      over(server.reactor(), from + ": " + (whole ? server.receivedBytes() + " bytes" : reason));
    });
  }

  public void dataReceived(ByteBuffer data) {} // The transport counts it, and that is all.
}

void over(Reactor reactor, String outcome) {
  IO.println(outcome);
  fetching--;
  fetch(reactor);
}

void fetch(Reactor reactor) {
  while (fetching < AT_ONCE && !waiting.isEmpty()) {
    var from = waiting.remove();
    int port = from.getPort() < 0 ? 70 : from.getPort();
    fetching++;
    reactor
        .connect(InetSocketAddress.createUnresolved(from.getHost(), port), _ -> new Fetch(from))
        .exceptionally(failure -> {
          over(reactor, from + ": " + failure.getMessage());
          return null;
        });
  }
  if (fetching == 0) {
    reactor.stop();
  }
}

void main(String[] urls) throws IOException {
  try (var reactor = Reactor.create()) {
    Stream.of(urls).map(URI::create).forEach(waiting::add);
    fetch(reactor);
    reactor.run();
  }
}
