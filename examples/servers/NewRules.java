// Has another server take its place on each SIGHUP, with the very same socket: who is connected keeps the server it has, who
// comes gets the new one, and nobody is refused.
//   java --enable-native-access=io.jackfield.socket -p cli/target/app --add-modules io.jackfield.server examples/servers/NewRules.java [PORT]
import static java.nio.charset.StandardCharsets.UTF_8;

import io.jackfield.server.*;
import io.jackfield.socket.ProcessSignals;

static class Numbered extends StreamRequestHandler {
  final int number;

  Numbered(int number) {
    this.number = number;
  }

  protected void handle() throws IOException {
    for (byte[] line; (line = in().readLine(1_000)) != null; ) {
      out().write(("server " + number + ": " + new String(line, UTF_8)).getBytes(UTF_8));
    }
  }
}

int count = 1;
TcpServer server;

StreamServerBuilder<TcpServer> next(InetSocketAddress address) {
  int number = count++;
  return TcpServer.at(address).handler(() -> new Numbered(number));
}

synchronized void replace() {
  try (var sockets = GivenSockets.inherited(server.duplicateSockets())) {
    var old = server;
    server = next(old.address()).sockets(sockets).start();
    old.retire(); // Takes no more; its conversations go on, and with the last of them it ends.
    IO.println("replaced");
  } catch (IOException e) {
    System.err.println(e.getMessage()); // The old one goes on.
  }
}

void main(String[] args) throws IOException {
  int port = args.length > 0 ? Integer.parseInt(args[0]) : 9999;
  server = next(new InetSocketAddress("127.0.0.1", port)).start();
  // Not a daemon, as the thread that runs signals is: the next server would be one too, and end with main.
  ProcessSignals.onEach("HUP", () -> Thread.ofPlatform().daemon(false).start(this::replace));
  IO.println("listening on " + server.address());
}
