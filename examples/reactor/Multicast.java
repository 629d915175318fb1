// Prints what is sent to a group, and who sends it.
//   java --enable-native-access=io.jackfield.socket -p cli/target/app --add-modules io.jackfield.reactor examples/reactor/Multicast.java GROUP INTERFACE [PORT]
import static java.nio.charset.StandardCharsets.UTF_8;

import io.jackfield.reactor.*;
import io.jackfield.socket.option.MulticastMembership;

void main(String[] args) throws IOException {
  var group = InetAddress.ofLiteral(args[0]);
  var device = NetworkInterface.getByName(args[1]);
  int number = args.length > 2 ? Integer.parseInt(args[2]) : 5007;
  DatagramProtocol listener =
      (data, from) -> IO.println(from + ": " + UTF_8.decode(data).toString().strip());
  try (var reactor = Reactor.create()) {
    // Bound to the group's own address, it hears nothing else.
    var port = reactor.datagrams().listen(new InetSocketAddress(group, number), listener);
    port.join(new MulticastMembership(group, device.getIndex()));
    IO.println("listening on " + port.localAddress());
    reactor.run();
  }
}
