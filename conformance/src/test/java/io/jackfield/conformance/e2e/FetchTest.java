package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.conformance.e2e.Command.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code jackfield fetch}: many files at once. */
final class FetchTest {
  private static final Path FOLDER = GopherFolder.make();

  @RegisterExtension
  static final Server GOPHER =
      Server.serve("gopher", "--tcp", "127.0.0.1:0", "--root", FOLDER.resolve("root").toString());

  @TempDir private Path temp;

  private static String url(String path) {
    return "gopher://127.0.0.1:" + GOPHER.tcp() + path;
  }

  private Command fetch(String... arguments) {
    return Command.jackfield("fetch", "-d", temp.toString()).and(arguments);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> names = Files.list(temp)) {
      return names.map(name -> name.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void eachIsSavedUnderItsName() throws Exception {
    Finished fetched =
        fetch(url("/9/bytes.bin"), url("/0/dots.txt"), url("/0/long.txt"), url("/1/sub"), url("/"))
            .run();
    assertThat(fetched.exit()).as(fetched.err()).isZero();
    assertThat(fetched.out()).isEmpty();
    assertThat(fetched.err().lines()).hasSize(5).allMatch(line -> line.startsWith("gopher://"));
    assertThat(names()).containsExactly("127.0.0.1", "bytes.bin", "dots.txt", "long.txt", "sub");
    assertThat(Files.readAllBytes(temp.resolve("bytes.bin")))
        .isEqualTo(GopherFolder.bytes(3 << 20));
    assertThat(temp.resolve("dots.txt")).hasContent(GopherFolder.DOTS + "\n");
    assertThat(Files.readString(temp.resolve("long.txt"))).isEqualTo(GopherFolder.longText());
    assertThat(Files.readString(temp.resolve("sub"))).startsWith("iBelow\t");
  }

  @Test
  void noneIsSavedOverAnother() throws Exception {
    Files.writeString(temp.resolve("dots.txt"), "old");
    Finished fetched = fetch(url("/0/dots.txt"), url("/0/dots.txt"), url("/0/dots.txt")).run();
    assertThat(fetched.exit()).as(fetched.err()).isZero();
    assertThat(names()).containsExactly("dots.txt", "dots.txt.1", "dots.txt.2", "dots.txt.3");
    assertThat(temp.resolve("dots.txt")).hasContent("old");
    assertThat(fetched.err()).contains("dots.txt is there already; saved as dots.txt.1\n");
  }

  @Test
  void whatIsNotToBeHadIsASentenceAndTheOthersAreThere() throws Exception {
    Finished fetched =
        fetch(
                url("/0/nothing"),
                "gopher://127.0.0.1:1/0/refused",
                "gopher://nowhere.invalid/0/x",
                url("/0/dots.txt"))
            .run();
    assertThat(fetched.exit()).isEqualTo(1);
    assertThat(names()).containsExactly("dots.txt");
    assertThat(Wire.text(fetched.err()))
        .contains("/0/nothing: failed after 0 B: the server says: there is no '/nothing' here\n")
        .contains("/0/refused: failed after 0 B: ", "connection refused")
        .contains("/0/x: failed after 0 B: unknown host: nowhere.invalid");
    assertThat(fetched.err().lines()).hasSize(4);
  }

  @Test
  void whatBreaksOffLeavesNothing() throws Exception {
    try (Foreign python =
        Foreign.python(
            """
            def handle(s, client):
                asked = s.makefile('rb').readline()
                s.sendall(b'x' * 100000)
                if asked == b'/reset\\r\\n':
                    s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
                    os.close(s.detach())
                else:
                    time.sleep(100)
            stream(handle)
            """)) {
      String at = "gopher://127.0.0.1:" + python.port();
      Finished fetched = fetch("-w", "1", at + "/9/reset", at + "/9/silent").run();
      assertThat(fetched.exit()).isEqualTo(1);
      assertThat(fetched.err())
          .contains("/9/silent: failed after ", "nothing came for 1000 ms")
          .contains("/9/reset: failed after ");
      assertThat(names()).isEmpty();
    }
  }

  @Test
  void asManyRunAtATimeAsWasSaid() throws Exception {
    try (Foreign python =
        Foreign.python(
            """
            import threading
            lock = threading.Lock()
            now = most = 0
            def handle(s, client):
                global now, most
                s.makefile('rb').readline()
                with lock:
                    now += 1
                    most = max(most, now)
                time.sleep(0.1)
                with lock:
                    now -= 1
                    s.sendall(b'%d' % most)
            stream(handle)
            """)) {
      String[] urls =
          Stream.iterate(1, n -> n + 1)
              .limit(12)
              .map(n -> "gopher://127.0.0.1:" + python.port() + "/9/" + n)
              .toArray(String[]::new);
      Finished fetched = fetch("-n", "3").and(urls).run();
      assertThat(fetched.exit()).as(fetched.err()).isZero();
      assertThat(names()).hasSize(12);
      int most = 0;
      for (String name : names()) {
        most = Math.max(most, Integer.parseInt(Files.readString(temp.resolve(name))));
      }
      assertThat(most).isEqualTo(3);
    }
  }

  @Test
  void controlCLeavesNothingThatIsNotWhole() throws Exception {
    try (Foreign python =
            Foreign.python(
                """
                def handle(s, client):
                    s.sendall(b'x' * 100000)
                    say(b'sent')
                    time.sleep(100)
                stream(handle)
                """);
        Child fetch = fetch("gopher://127.0.0.1:" + python.port() + "/9/x").start()) {
      python.process().out().await("sent");
      while (names().isEmpty()) {
        Thread.onSpinWait();
      }
      fetch.signal("INT");
      assertThat(fetch.awaitExit()).isEqualTo(130);
      assertThat(names()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1/", "https://example.org/x"})
  void theWebComesLater(String url) {
    Finished refused = fetch(url("/0/dots.txt"), url).run();
    assertThat(refused.exit()).isEqualTo(4);
    assertThat(refused.err()).contains("not built yet");
    assertThat(temp).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1/x",
        "ftp://127.0.0.1/x",
        "gopher://127.0.0.1/8telnet",
        "gopher://127.0.0.1/0/%0d%0a",
        "-n 0 gopher://127.0.0.1/",
        "-n 257 gopher://127.0.0.1/",
        "-d /nowhere gopher://127.0.0.1/"
      })
  void wrongUsageIsSaid(String line) {
    Finished misuse = Command.jackfield("fetch").and(line.split(" ", -1)).run();
    assertThat(misuse.exit()).as(misuse.err()).isEqualTo(2);
    assertThat(misuse.err()).startsWith("jackfield fetch: ");
  }
}
