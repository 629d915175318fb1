package io.jackfield.conformance.examples;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.conformance.e2e.Child;
import io.jackfield.conformance.e2e.Command;
import io.jackfield.conformance.e2e.Python;
import io.jackfield.conformance.e2e.Stamp;
import io.jackfield.conformance.e2e.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each service of {@code examples/servers} does what it says. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ServerExamplesTest {
  private static final String MUCH = "0123456\n".repeat(1 << 17);

  /** Says what is heard until the server ends the conversation. */
  private static final String EXIT = "c = connect()\nc.sendall(b'exit\\r\\n')\nsay(rest(c))";

  @Test
  void timestamp() {
    try (Child server = Example.of("servers/Timestamp", 0).start()) {
      int port = Example.port(server);
      assertThat(Stamp.after(Example.netcat(port, "hello\nand more"))).isEqualTo("hello\n");
      assertThat(Stamp.after(Example.netcat(port, "no end"))).isEqualTo("no end");
      String socketServersOwn =
          """
          c = connect()
          c.sendall(b'one line' + b'\\n')
          say(c.recv(1024))
          say(rest(c))
          """;
      assertThat(Stamp.after(Python.client(port, socketServersOwn))).isEqualTo("one line\n");
      server.out().await("connected from /127.0.0.1:");
    }
  }

  @Test
  void shoutOnEachEngine() {
    List<Child> servers =
        Stream.of("iterative", "threads", "virtual", "loop")
            .map(engine -> Example.of("servers/Shout", engine, "tcp://127.0.0.1:0").start())
            .toList();
    for (Child one : servers) {
      try (one) {
        assertThat(Example.netcat(Example.port(one), "one\ntwo")).isEqualTo("ONE\nTWO");
      }
    }
  }

  @Test
  void udpTimestamp() {
    try (Child server = Example.of("servers/UdpTimestamp", 0).start()) {
      String said =
          Python.client(
              Example.port(server),
              """
              d = datagrams()
              for data in b'one', b'\\xff\\n':
                  d.send(data)
                  say(d.recv(65536))
              """);
      assertThat(Stamp.split(said)).containsExactly("one", "\u00ff\n");
    }
  }

  @Test
  void greeting() {
    try (Child server = Example.of("servers/Greeting", 0).start()) {
      int port = Example.port(server);
      try (Child client = Command.tool("nc", "-N", "127.0.0.1", "" + port).start()) {
        client.out().await("Welcome!");
        client.write("Jörg\r\n").out().await(Wire.of("Hello, Jörg!"));
        client.write("two\n\n").out().await("Hello, two\n!");
      }
      assertThat(Python.client(port, EXIT)).isEqualTo("Welcome!");
    }
  }

  @Test
  void helloSuffix() {
    try (Child server = Example.of("servers/HelloSuffix", 0).start()) {
      int port = Example.port(server);
      assertThat(Example.netcat(port, "data\n")).isEqualTo("data\nHello");
      String said = Python.client(port, "c = connect()\nc.sendall(b'\\xff')\nsay(rest(c))");
      assertThat(said).isEqualTo("\u00ffHello");
    }
  }

  @Test
  void stringLength() {
    try (Child server = Example.of("servers/StringLength", 0).start()) {
      int port = Example.port(server);
      String said =
          Python.client(
              port,
              """
              c = connect()
              c.sendall(' \\U0001F600 ü \\r\\n'.encode())
              say(rest(c).replace(repr(c.getsockname()).encode(), b'MY ADDRESS'))
              """);
      assertThat(said)
          .isEqualTo("welcome, MY ADDRESS\nPlease enter a string:You entered 3 characters.\n");
      assertThat(Example.netcat(port, "")).endsWith("Please enter a string:");
    }
  }

  @Test
  void commands(@TempDir Path folder) throws IOException {
    Path root = Files.createDirectories(folder.resolve("root/sub/inner")).resolve("../..");
    Files.writeString(root.resolve("b"), "");
    Files.writeString(root.resolve(".hidden"), "");
    Files.createDirectory(root.resolve("sub/.git"));
    Files.createSymbolicLink(root.resolve("out"), folder);
    try (Child server = Example.of("servers/Commands", root, 0).start()) {
      int port = Example.port(server);
      assertThat(Example.netcat(port, "os\r\n")).isEqualTo("Linux\n");
      assertThat(Stamp.after("[" + Example.netcat(port, "date").replace("\n", "] ")))
          .as("nothing but the time")
          .isEmpty();
      assertThat(Example.netcat(port, "anything\n")).isEqualTo("anything\n");
      assertThat(Example.netcat(port, "date now\n")).isEqualTo("date now\n");
      assertThat(Example.netcat(port, "ls\n")).isEqualTo("b\nout/\nsub/\n");
      assertThat(Example.netcat(port, "ls sub\n")).isEqualTo("inner/\n");
      for (String no :
          List.of("..", "sub/../..", "out", "sub/.git", "/", "/etc", "none", "b", "a\0b")) {
        assertThat(Example.netcat(port, "ls " + no + "\n"))
            .isEqualTo("error: no such directory: " + no + "\n");
      }
    }
  }

  @Test
  void phoneMenu() {
    String welcome = Wire.of("欢迎致电 10086,请输入1xxx,0转人工服务.");
    try (Child server = Example.of("servers/PhoneMenu", 0).start()) {
      int port = Example.port(server);
      try (Child client = Command.tool("nc", "-N", "127.0.0.1", "" + port).start()) {
        client.out().await(welcome);
        client.write("0\n").out().await(Wire.of("通过可能会被录音."));
        client.write("7").out().await(Wire.of("请重新输入."));
      }
      assertThat(Python.client(port, EXIT)).isEqualTo(welcome);
    }
  }

  /** Sends what its arguments say, one after the other, each after an answer. */
  private static String conversation(int port, String... parts) {
    return Python.run(
        """
        c = connect()
        answers = c.makefile('rb')
        for part in ARGS[2:]:
            c.sendall(part.encode())
            say(answers.readline())
        c.shutdown(socket.SHUT_WR)
        say(answers.read())
        """,
        Stream.concat(Stream.<Object>of("127.0.0.1", port), Stream.of(parts)).toArray());
  }

  @Test
  void receiveFiles(@TempDir Path folder) throws IOException {
    Path from = Files.writeString(folder.resolve("from"), MUCH, ISO_8859_1);
    Path to = Files.createDirectory(folder.resolve("to"));
    try (Child receiver = Example.of("servers/ReceiveFiles", to, 0).start()) {
      int port = Example.port(receiver);
      assertThat(conversation(port, "a.txt\n", "5\n", "12345", "empty\n", "0\n"))
          .isEqualTo("OK\n".repeat(6));
      assertThat(to.resolve("a.txt")).hasContent("12345");
      assertThat(to.resolve("empty")).isEmptyFile();

      String ours = Example.of("sockets/SendFile", from, "127.0.0.1", port).run().out();
      assertThat(ours).isEqualTo("sent " + MUCH.length() + " bytes\n");
      assertThat(to.resolve("from")).hasContent(MUCH);

      for (String name : List.of("a.txt", "../b", "/tmp/b", ".b", ".", "b/c", "")) {
        assertThat(conversation(port, name + "\n"))
            .isEqualTo("ERROR not a name to be had here: " + name + "\n");
      }
      for (String size : List.of("-1", "x", "", "1234567890123456789")) {
        assertThat(conversation(port, "c\n", size + "\n"))
            .isEqualTo("OK\nERROR not a size: " + size + "\n");
      }
      assertThat(conversation(port, "half\n", "5\n")).isEqualTo("OK\nOK\n");
      try (Stream<Path> all = Files.list(to)) {
        assertThat(all.map(to::relativize).map(Path::toString))
            .as("nothing of the half one stays")
            .containsExactlyInAnyOrder("a.txt", "empty", "from");
      }
    }
  }
}
