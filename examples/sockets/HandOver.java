// Accepts connections and hands each over to another process, which listens at PATH: beside one byte goes the open descriptor
// itself, so that the other process talks to the client as though it had accepted it.
//   java --enable-native-access=io.jackfield.socket -p cli/target/app --add-modules io.jackfield.socket examples/sockets/HandOver.java PATH [PORT]
import io.jackfield.socket.*;

void main(String[] args) throws IOException {
  int port = args.length > 1 ? Integer.parseInt(args[1]) : 21567;
  var other = UnixDomainSocketAddress.of(args[0]);
  try (var listener = Socket.open(StandardProtocolFamily.INET, SocketType.STREAM);
      var line = Socket.openFor(other, SocketType.STREAM)) {
    line.connect(other);
    IO.println("process " + line.getOption(UnixOptions.PEER_CREDENTIALS).processId() + " answers");
    listener.bind(new InetSocketAddress("127.0.0.1", port)).listen();
    IO.println("listening on " + listener.localAddress());
    while (true) {
      try (var client = listener.accept()) { // Here it is closed; the other process has its own.
        var descriptor = ControlMessage.SendDescriptors.of(client);
        line.sendMessage(List.of(ByteBuffer.wrap(new byte[1])), null, List.of(descriptor));
      }
    }
  }
}
