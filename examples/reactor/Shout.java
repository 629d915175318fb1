// Lines back in capitals, by code that waits: a virtual thread for each conversation, which the loop itself runs.
//   java --enable-native-access=io.jackfield.socket --add-opens=java.base/java.lang=io.jackfield.reactor
//     -p cli/target/app --add-modules io.jackfield.reactor examples/reactor/Shout.java
import io.jackfield.reactor.*;

void shout(BlockingStream stream) throws Exception {
  var in = new BufferedReader(new InputStreamReader(stream.in()));
  for (String line; (line = in.readLine()) != null; ) {
    // A file may take its time: another thread reads it, the loop goes on.
    String answer =
        line.equals("who?")
            ? Blocking.call(stream.reactor(), () -> Files.readString(Path.of("/proc/version")))
            : line.toUpperCase() + "\n";
    stream.out().write(answer.getBytes());
  }
}

void main() throws IOException {
  Blocking.lack().ifPresent(why -> System.err.println("ordinary threads: " + why));
  try (var reactor = Reactor.create()) {
    var anyPort = new InetSocketAddress("127.0.0.1", 0);
    var port = reactor.listen(anyPort, Blocking.handler(this::shout));
    IO.println("listening on " + port.localAddress());
    reactor.run();
  }
}
