// Runs a program, passes on what it writes with the time before each piece, and how it ended.
//   java --enable-native-access=io.jackfield.socket -p cli/target/app --add-modules io.jackfield.reactor examples/reactor/ProcessOutput.java ls -l
import static java.nio.charset.StandardCharsets.UTF_8;

import io.jackfield.reactor.*;

void main(String[] command) throws IOException {
  try (var reactor = Reactor.create()) {
    long start = reactor.nanoTime();
    var output =
        new ProcessProtocol() {
          public void started(ChildProcess child) {
            child.endInput();
          }

          public void outputReceived(ByteBuffer data) {
            long millis = (reactor.nanoTime() - start) / 1_000_000;
            IO.print("[" + millis + " ms] " + UTF_8.decode(data));
          }

          public void errorReceived(ByteBuffer data) {
            System.err.print(UTF_8.decode(data));
          }

          public void ended(ExitStatus status) {
            IO.println("ended with " + status.code());
            reactor.stop();
          }
        };
    reactor.processes().spawn(output, List.of(command));
    reactor.run();
  }
}
