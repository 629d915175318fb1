// A room on select(2): each hears its own words, and all hear what is typed here.
//   java --enable-native-access=io.jackfield.socket -p cli/target/app --add-modules io.jackfield.service examples/services/Room.java [PORT]
import io.jackfield.reactor.*;
import io.jackfield.service.room.SelectRoom;

void main(String[] args) throws Exception {
  int port = args.length > 0 ? Integer.parseInt(args[0]) : 8003;
  var room = new SelectRoom();
  var reactor = Reactor.builder().driver(SelectRoom::driver).build();
  var listening = reactor.listen(new InetSocketAddress("127.0.0.1", port), room);
  IO.println("listening on " + listening.localAddress());
  room.hear(reactor);
  reactor.run();
}
