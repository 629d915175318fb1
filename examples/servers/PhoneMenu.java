// A telephone menu: a greeting, an answer to each key, "exit" hangs up.
//   java --enable-native-access=io.jackfield.socket -p cli/target/app --add-modules io.jackfield.server examples/servers/PhoneMenu.java [PORT]
import static java.nio.charset.StandardCharsets.UTF_8;

import io.jackfield.server.*;

static class Menu extends StreamRequestHandler {
  static final Map<String, String> PROMPTS = Map.of("0", "通过可能会被录音.");

  protected void handle() throws IOException {
    out().write("欢迎致电 10086,请输入1xxx,0转人工服务.".getBytes(UTF_8));
    for (ByteBuffer chunk; (chunk = in().readChunk()) != null; ) {
      var key = UTF_8.decode(chunk).toString().replaceFirst("\r?\n?\\z", "");
      if (key.equals("exit")) {
        return;
      }
      out().write(PROMPTS.getOrDefault(key, "请重新输入.").getBytes(UTF_8));
    }
  }
}

void main(String[] args) throws IOException {
  int port = args.length > 0 ? Integer.parseInt(args[0]) : 8002;
  var address = new InetSocketAddress("127.0.0.1", port);
  try (var server = TcpServer.at(address).handler(Menu::new).open()) {
    IO.println("listening on " + server.address());
    server.serveForever();
  }
}
