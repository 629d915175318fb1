// Any of the ready services, by its name: commands, menu, gopher, chargen, …
//   java --enable-native-access=io.jackfield.socket -p cli/target/app --add-modules io.jackfield.service examples/services/Ready.java NAME [PORT]
import io.jackfield.server.*;
import io.jackfield.service.*;

void main(String[] args) throws IOException {
  var all = Services.all(ServiceSettings.at(Path.of("samples")));
  var form = all.stream().filter(one -> one.name().equals(args[0])).findFirst().orElseThrow().stream();
  int port = args.length > 1 ? Integer.parseInt(args[1]) : form.port();
  try (var server = form.in(TcpServer.at("tcp://127.0.0.1:" + port)).open()) {
    IO.println("listening on " + server.address());
    server.serveForever();
  }
}
