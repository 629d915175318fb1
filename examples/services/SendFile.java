// Sends a file, or a folder with all that is in it, to whoever receives there; goes on where it was cut off.
//   java --enable-native-access=io.jackfield.socket -p cli/target/app --add-modules io.jackfield.service examples/services/SendFile.java FILE [PORT]
import io.jackfield.service.files.*;
import java.time.*;

void main(String[] args) throws IOException {
  int port = args.length > 1 ? Integer.parseInt(args[1]) : 9000;
  var there = new InetSocketAddress("127.0.0.1", port);
  var sender = new FileSender(new Receiver(List.of(there), null, Duration.ofSeconds(10)), true, TransferListener.NOBODY);
  var report = sender.send(FileToSend.of(Path.of(args[0]), name -> IO.println("left out: " + name)));
  IO.println(report.sent() + " sent, " + report.refused() + " refused");
}
