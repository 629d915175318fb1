package io.jackfield.conformance.e2e;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.conformance.e2e.Command.Finished;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code jackfield send} to receivers that nobody here wrote, and {@code jackfield receive}. */
final class SendTest {
  /** A plain receiver that takes a single connection; says all it was sent. */
  private static final String RECEIVER =
      """
      server = socket.create_server(('127.0.0.1', 0))
      say(b'port %d\\n' % server.getsockname()[1])
      s, _ = server.accept()
      wire = s.makefile('rwb')
      def ok():
          wire.write(b'OK\\n')
          wire.flush()
      while name := wire.readline():
          ok()
          size = wire.readline()
          ok()
          content = wire.read(int(size))
          ok()
          say(name + size + content + b'|')
      """;

  @TempDir private Path temporary;

  private Path file(String name, String content) throws IOException {
    return Files.writeString(temporary.resolve(name), content);
  }

  private static Finished send(Object... arguments) {
    Command send = Command.jackfield("send");
    for (Object argument : arguments) {
      send = send.and(argument.toString());
    }
    return send.run();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--wait=10", "--plain"})
  void aPlainReceiverGetsThePlainWireAndNothingElse(String option) throws IOException {
    try (Foreign receiver = Foreign.of(Python.script(RECEIVER))) {
      Finished sent =
          send(option, file("a b.txt", "hello"), file("空", ""), "127.0.0.1:" + receiver.port());
      assertThat(sent.exit()).as(sent.err()).isZero();
      assertThat(sent.out()).isEmpty();
      assertThat(sent.err())
          .contains("a b.txt: 5 B in 0:00", "2 files sent; the receiver checks no SHA-256");
      assertThat(receiver.process().awaitExit()).isZero();
      assertThat(Wire.text(receiver.process().out().awaitEnd()))
          .endsWith("\na b.txt\n5\nhello|空\n0\n|");
    }
  }

  /** Who listens with netcat types the answers. */
  @Test
  void netcatCanBeSentToByHand() throws IOException {
    try (Foreign receiver =
        Foreign.of(
            Python.script(
                """
                import subprocess
                port = socket.create_server(('127.0.0.1', 0)).getsockname()[1]
                nc = subprocess.Popen(['nc', '-l', '127.0.0.1', str(port)],
                    stdin=subprocess.PIPE, stdout=subprocess.PIPE)
                while not any(line.split()[1].endswith(':%04X' % port) and line.split()[3] == '0A'
                        for line in open('/proc/net/tcp').readlines()[1:]):
                    pass
                say(b'port %d\\n' % port)
                for wanted in b'a\\n', b'5\\n', b'hello':
                    assert nc.stdout.read(len(wanted)) == wanted
                    nc.stdin.write(b'OK\\n')
                    nc.stdin.flush()
                say(b'done')
                """))) {
      Finished sent = send(file("a", "hello"), "127.0.0.1:" + receiver.port());
      assertThat(sent.exit()).as(sent.err()).isZero();
      receiver.process().out().await("done");
    }
  }

  @Test
  void aRefusalIsOneSentence() throws IOException {
    Files.createDirectory(temporary.resolve("to"));
    file("to/a", "old!");
    try (Server files =
        Server.serve("files", "--tcp", "127.0.0.1:0", "--root", temporary + "/to", "--max-size=9")
            .start()) {
      String to = "127.0.0.1:" + files.tcp();
      Finished refused = send(file("a", "new"), to);
      assertThat(refused.exit()).isEqualTo(1);
      assertThat(refused.err())
          .isEqualTo("a: refused: 'a' is there already\nno file sent; 1 file refused\n");
      assertThat(send(file("b", "123456789"), to).exit()).isZero();
      assertThat(send(file("c", "1234567890"), to).err())
          .isEqualTo("c: refused: a file may have at most 9 bytes\nno file sent; 1 file refused\n");
      files.stop();
    }
  }

  @Test
  void aRefusedFileDoesNotHoldUpTheOthers() throws IOException {
    Path folder = Files.createDirectory(temporary.resolve("to"));
    file("to/a.txt", "old!");
    try (Server files =
        Server.serve("files", "--tcp", "127.0.0.1:0", "--root", folder.toString()).start()) {
      Path refused = file("a.txt", "new");
      Finished sent = send(refused, file("b.bin", "x"), file("c", "y"), "127.0.0.1:" + files.tcp());
      assertThat(sent.exit()).isEqualTo(1);
      assertThat(sent.err().lines().toList())
          .hasSize(4)
          .startsWith("a.txt: refused: 'a.txt' is there already")
          .endsWith("2 files sent, the SHA-256 is the same there; 1 file refused");
      assertThat(folder.resolve("a.txt")).hasContent("old!");
      assertThat(folder.resolve("b.bin")).hasContent("x");
      assertThat(folder.resolve("c")).hasContent("y");
      Finished plain = send("--plain", refused, file("d", "z"), "127.0.0.1:" + files.tcp());
      assertThat(plain.exit()).isEqualTo(1);
      assertThat(plain.err())
          .endsWith("\n1 file sent; the receiver checks no SHA-256; 1 file refused\n");
      assertThat(folder.resolve("d")).hasContent("z");
      files.stop();
    }
  }

  @Test
  void whatBeginsWithADotIsLeftOutOfAFolder() throws IOException {
    Path folder = Files.createDirectory(temporary.resolve("to"));
    Files.createDirectory(temporary.resolve("x"));
    file("x/.hidden", "");
    file("x/a", "hello");
    try (Server files =
        Server.serve("files", "--tcp", "127.0.0.1:0", "--root", folder.toString()).start()) {
      Finished sent = send(temporary.resolve("x"), "127.0.0.1:" + files.tcp());
      assertThat(sent.exit()).as(sent.err()).isZero();
      assertThat(sent.err())
          .startsWith("x/.hidden: left out: its name begins with a dot\n")
          .endsWith("1 file sent, the SHA-256 is the same there; 1 left out\n");
      assertThat(folder.resolve("x/a")).hasContent("hello");
      files.stop();
    }
    Finished refused = send(temporary.resolve("x/.hidden"), "127.0.0.1:1");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err())
        .isEqualTo("jackfield send: '.hidden' cannot be sent: a name may not begin with a dot\n");
  }

  @Test
  void underTls() throws IOException {
    Authority authority = Authority.make().issue("server");
    Path folder = Files.createDirectory(temporary.resolve("to"));
    try (Server files =
        Server.serve("files", authority.serving("server")).startWith("--root", folder.toString())) {
      String to = "localhost:" + files.tls();
      Path file = file("a", "hello".repeat(100_000));
      Finished sent = send("--tls", "--ca", authority.file("ca.pem"), file, to);
      assertThat(sent.exit()).as(sent.err()).isZero();
      assertThat(sent.err()).contains("the SHA-256 is the same there");
      assertThat(folder.resolve("a")).hasSameBinaryContentAs(file);
      Finished distrusted = send("--tls", file, to);
      assertThat(distrusted.exit()).isEqualTo(1);
      assertThat(distrusted.err()).contains("--ca FILE");
      String name = "other.example";
      Finished other =
          send("--tls", "--ca", authority.file("ca.pem"), "--server-name", name, file, to);
      assertThat(other.exit()).isEqualTo(1);
      assertThat(other.err()).contains("--server-name NAME");
      files.stop();
    }
  }

  @Test
  void toAUnixSocket() throws IOException {
    Path folder = Files.createDirectory(temporary.resolve("to"));
    Path socket = temporary.resolve("s");
    try (Server files =
        Server.serve("files", "--unix", socket.toString(), "--root", folder.toString()).start()) {
      Finished sent = send(file("a", "hello"), "unix:" + socket);
      assertThat(sent.exit()).as(sent.err()).isZero();
      assertThat(folder.resolve("a")).hasContent("hello");
      files.stop();
    }
  }

  private static String port(Child receiver) {
    Pattern line = Pattern.compile("listening files tcp://127.0.0.1:(\\d+)\n");
    return receiver.err().await(line).group(1);
  }

  @Test
  void receiveTakesOneSenderAndPrintsWhatCame() throws IOException {
    Path folder = temporary.resolve("to");
    Command receive =
        Command.jackfield("receive", "--once", "--tcp", "127.0.0.1:0", folder.toString());
    try (Child receiver = receive.start()) {
      String port = port(receiver);
      Finished sent = send(file("a", "hello"), file("b", ""), "127.0.0.1:" + port);
      assertThat(sent.exit()).as(sent.err()).isZero();
      assertThat(receiver.awaitExit()).isZero();
      assertThat(receiver.out().awaitEnd()).isEqualTo("a\nb\n");
      assertThat(receiver.err().awaitEnd()).contains("a: 5 B in 0:00");
    }
    assertThat(folder.resolve("a")).hasContent("hello");
  }

  @Test
  void receiveTellsWhatItRefuses() throws IOException {
    Path folder = Files.createDirectory(temporary.resolve("to"));
    file("to/a", "old!");
    Command receive =
        Command.jackfield("receive", "--once", "--tcp", "127.0.0.1:0", folder.toString());
    try (Child receiver = receive.start()) {
      String port = port(receiver);
      assertThat(send(file("a", "new"), "127.0.0.1:" + port).exit()).isEqualTo(1);
      assertThat(receiver.awaitExit()).isEqualTo(1);
      assertThat(receiver.err().awaitEnd()).endsWith("\na: refused: 'a' is there already\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/passwd/x", "/proc/x"})
  void receiveNeedsAFolderThatItCanWriteTo(String folder) {
    Finished receive = Command.jackfield("receive", "--tcp", "127.0.0.1:0", folder).run();
    assertThat(receive.exit()).isEqualTo(2);
    assertThat(receive.err())
        .startsWith("jackfield receive: files cannot be put into the folder '" + folder + "': ");
  }

  @Test
  void receiveOnceFailsWithItsSender() throws IOException {
    Command receive =
        Command.jackfield("receive", "--once", "--tcp", "127.0.0.1:0", temporary.toString());
    try (Child receiver = receive.start()) {
      String port = port(receiver);
      Finished nc = Command.tool("nc", "-N", "127.0.0.1", port).run("a\n5\nhell");
      assertThat(nc.out()).contains("ERROR the file ended too early");
      assertThat(receiver.awaitExit()).isEqualTo(1);
      assertThat(receiver.err().awaitEnd())
          .contains("a: failed after 4 B: the file ended too early");
    }
  }

  @Test
  void withoutARootFilesGoIntoAFolderOfTheirOwn() throws IOException {
    Server files =
        Server.of(
            new Command(List.of("sh", "-c", "cd " + temporary + " && exec \"$@\"", "sh"), Map.of())
                .and(
                    Command.jackfield("serve", "files", "--tcp", "127.0.0.1:0")
                        .words()
                        .toArray(String[]::new)));
    try (files) {
      files.start();
      assertThat(temporary.resolve("received")).doesNotExist();
      assertThat(send(file("a", "hello"), "127.0.0.1:" + files.tcp()).exit()).isZero();
      assertThat(temporary.resolve("received/a")).hasContent("hello");
      files.stop();
    }
  }

  @Test
  void whatCannotBeSentIsSaidInASentence() throws IOException {
    assertThat(send(temporary.resolve("none"), "127.0.0.1:1").err())
        .isEqualTo("jackfield send: there is no file '" + temporary.resolve("none") + "'\n");
    assertThat(send("/dev/null", "127.0.0.1:1").err()).contains("only files and folders");
    Finished lonely = send(file("a", ""));
    assertThat(lonely.exit()).isEqualTo(2);
    assertThat(lonely.err()).contains("send FILE HOST[:PORT]");
    Finished nobody = send(file("b", ""), "127.0.0.1:1");
    assertThat(nobody.exit()).isEqualTo(1);
    assertThat(nobody.err())
        .endsWith("nobody listens there; 'jackfield receive' takes files there\n");
    Finished typed = Command.jackfield("connect", "files").run();
    assertThat(typed.exit()).isEqualTo(2);
    assertThat(typed.err()).contains("jackfield send FILE HOST");
  }

  @Test
  void namesAreUtf8WhateverTheLanguageOfTheSystem() throws IOException {
    Path folder = Files.createDirectory(temporary.resolve("to"));
    Command serve =
        Command.jackfield("serve", "files", "--tcp", "127.0.0.1:0", "--root", folder.toString());
    try (Server files = Server.of(serve.with("LC_ALL", "C")).start()) {
      Finished sent =
          Command.jackfield("send", file("空", "x").toString(), "127.0.0.1:" + files.tcp())
              .with("LC_ALL", "POSIX")
              .run();
      assertThat(sent.exit()).as(sent.err()).isZero();
      assertThat(folder.resolve("空")).hasContent("x");
      files.stop();
    }
  }

  /** Of 1 GiB the disk has nothing but its length; a buffer for it would show. */
  @Test
  void aSenderThatIsKilledGoesOnAndAGibibyteTakesNoMemory() throws IOException {
    Path folder = Files.createDirectory(temporary.resolve("to"));
    Path large = temporary.resolve("large");
    try (var channel = Files.newByteChannel(large, CREATE_NEW, WRITE)) {
      channel.position((1L << 30) - 1).write(ByteBuffer.wrap(new byte[] {1}));
    }
    try (Server files =
        Server.serve("files", "--tcp", "127.0.0.1:0", "--root", folder.toString()).start()) {
      Command send = Command.jackfield("send", large.toString(), "127.0.0.1:" + files.tcp());
      Path part = folder.resolve(".large.part");
      try (Child killed = send.start()) {
        awaitSize(part, 10 << 20);
        killed.signal("KILL");
        assertThat(killed.awaitExit()).isNotZero();
      }
      Finished sent = send.run();
      assertThat(sent.exit()).as(sent.err()).isZero();
      assertThat(sent.err()).contains("large: 1.00 GiB in ", "the SHA-256 is the same there");
      assertThat(Proc.residentBytes(files.process())).isLessThan(300L << 20);
      Finished sums =
          Command.tool("sha256sum", large.toString(), folder.resolve("large").toString()).run();
      assertThat(sums.out().lines().map(line -> line.split(" ", 2)[0]).distinct()).hasSize(1);
      assertThat(part).doesNotExist();
      files.stop();
    }
  }

  private static void awaitSize(Path file, long bytes) throws IOException {
    long deadline = System.nanoTime() + Output.DEADLINE.toNanos();
    while (!Files.exists(file) || Files.size(file) < bytes) {
      assertThat(System.nanoTime() - deadline).as("%s grows", file).isNegative();
      Thread.onSpinWait();
    }
  }
}
