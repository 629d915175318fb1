package io.jackfield.service.menu;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.server.Engine;
import io.jackfield.server.TcpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(20)
final class PhoneMenuTest {
  private static final String PROMPT = "欢迎致电 10086,请输入1xxx,0转人工服务.";
  private static final String PERSON = "通过可能会被录音.";
  private static final String AGAIN = "请重新输入.";

  static List<Engine> engines() {
    return List.of(
        Engine.iterative(), Engine.threads(), Engine.virtualThreads(), Engine.eventLoop());
  }

  private static TcpServer serve(MenuFile file, Engine engine) throws IOException {
    return TcpServer.at(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0))
        .protocol(_ -> new PhoneMenu(file))
        .engine(engine)
        .start();
  }

  /** One caller. */
  private record Call(Socket socket) implements AutoCloseable {
    static Call to(TcpServer server) throws IOException {
      var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), server.address().getPort());
      socket.setTcpNoDelay(true);
      return new Call(socket);
    }

    Call type(String keys) throws IOException {
      socket.getOutputStream().write(keys.getBytes(UTF_8));
      return this;
    }

    Call hear(String words) throws IOException {
      byte[] bytes = words.getBytes(UTF_8);
      byte[] heard = socket.getInputStream().readNBytes(bytes.length);
      assertThat(new String(heard, UTF_8)).isEqualTo(words);
      return this;
    }

    void hearTheEnd() throws IOException {
      assertThat(socket.getInputStream().readAllBytes()).isEmpty();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void theShippedMenuIsTheTables(Engine engine) throws IOException {
    try (var server = serve(MenuFile.shipped(), engine);
        Call call = Call.to(server)) {
      call.hear(PROMPT).type("0").hear(PERSON).type("1000\n").hear(AGAIN);
      call.type("\n").hear(AGAIN).type("0\r\n").hear(PERSON);
      call.type("exit").hearTheEnd();
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void keysAtOnceAreAnsweredInOrderAndNoneBehindTheEnd(Engine engine) throws IOException {
    try (var server = serve(MenuFile.shipped(), engine);
        Call call = Call.to(server)) {
      call.hear(PROMPT).type("0\n9\n0\nexit\n0\n").hear(PERSON + AGAIN + PERSON).hearTheEnd();
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void whoTypesBeforeThePromptIsAnsweredAfterIt(Engine engine) throws IOException {
    try (var server = serve(MenuFile.shipped(), engine);
        Call call = Call.to(server)) {
      call.type("0\n");
      call.socket().shutdownOutput();
      call.hear(PROMPT + PERSON).hearTheEnd();
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void aCharacterThatNeverBecomesWholeIsAnsweredAtTheEnd(Engine engine) throws IOException {
    try (var server = serve(MenuFile.shipped(), engine);
        Call call = Call.to(server)) {
      call.hear(PROMPT);
      call.socket().getOutputStream().write(new byte[] {(byte) 0xe6, (byte) 0xac});
      call.socket().shutdownOutput();
      call.hear(AGAIN).hearTheEnd();
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void aMenuLeadsToAnother(Engine engine) throws IOException {
    var sample = MenuFile.of(Path.of("../samples/phone-menu.toml"));
    String main =
        "Welcome to Jackfield.\n1 opening hours, 2 directions, 0 a person, exit hangs up.\n";
    String hours = "Opening hours: 1 shop, 2 workshop, * back.\n";
    try (var server = serve(sample, engine);
        Call call = Call.to(server);
        Call other = Call.to(engine instanceof Engine.Iterative ? serve(sample, engine) : server)) {
      call.hear(main).type("1").hear(hours).type("1").hear("The shop is open from nine to six.\n");
      call.type("0").hear("1 shop, 2 workshop, * back.\n");
      other.hear(main).type("0").hear("All of us are busy. Please hold the line.\n");
      call.type("*").hear(main).type("exit").hear("Goodbye.\n").hearTheEnd();
    }
  }
}
