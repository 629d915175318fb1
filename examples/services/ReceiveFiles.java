// Takes the files that "jackfield send" sends, or any program that says a name, a size and a content, into a folder.
//   java --enable-native-access=io.jackfield.socket -p cli/target/app --add-modules io.jackfield.service examples/services/ReceiveFiles.java [PORT [FOLDER]]
import io.jackfield.server.*;
import io.jackfield.service.files.*;

void main(String[] args) throws IOException {
  var address = "tcp://127.0.0.1:" + (args.length > 0 ? args[0] : "9000");
  var folder = Path.of(args.length > 1 ? args[1] : "received");
  var receiving = new Receiving(ReceivingSettings.into(folder));
  try (var server = TcpServer.at(address).protocol(receiving).open()) {
    IO.println("listening on " + server.address());
    server.serveForever();
  }
}
