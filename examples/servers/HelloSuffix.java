// One chunk in, the same with "Hello" behind it out, and the end: rules that wait for nothing but their client, followed by an
// event loop without a thread.
//   java --enable-native-access=io.jackfield.socket -p cli/target/app --add-modules io.jackfield.server examples/servers/HelloSuffix.java [PORT]
import static java.nio.charset.StandardCharsets.UTF_8;

import io.jackfield.server.*;

static class Hello implements Exchange {
  public Next received(ByteBuffer chunk, Answer answer) throws IOException {
    answer.write(chunk);
    answer.write("Hello".getBytes(UTF_8));
    return Next.DONE;
  }
}

void main(String[] args) throws IOException {
  int port = args.length > 0 ? Integer.parseInt(args[0]) : 8888;
  var address = new InetSocketAddress("127.0.0.1", port);
  try (var server = TcpServer.at(address).exchange(Hello::new).engine(Engine.eventLoop()).open()) {
    IO.println("listening on " + server.address());
    server.serveForever();
  }
}
