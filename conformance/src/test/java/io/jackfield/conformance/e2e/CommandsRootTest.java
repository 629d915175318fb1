package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code ls} of a folder of one's own, and of nothing else. */
final class CommandsRootTest {
  @TempDir private Path folder;

  /** Also where the language of the system knows nothing but ASCII. */
  @ParameterizedTest
  @EnumSource(names = {"ITERATIVE", "VIRTUAL", "PROCESSES", "LOOP_ON_IO_URING", "LOOP_ON_EPOLL"})
  void onlyWhatIsInTheRootIsToldOf(Engines engine) throws IOException {
    Path root = Files.createDirectory(folder.resolve("root"));
    Files.createDirectory(folder.resolve("outside"));
    Files.createSymbolicLink(root.resolve("link"), folder.resolve("outside"));
    Python.run(
        """
        for name in '\\u00e4', '\\uff5e', '\\U0001f600', '.hidden':
            open(os.path.join(os.fsencode(ARGS[0]), name.encode()), 'w').close()
        os.mkdir(os.path.join(os.fsencode(ARGS[0]), '\\u4f60\\u597d'.encode()))
        """,
        root);
    Command serve =
        Command.jackfield("serve", "commands", "--tcp", "127.0.0.1:0", "--root", root.toString())
            .with("LC_ALL", "C");
    try (Server server = Server.of(serve).startOn(engine)) {
      assertThat(Wire.text(Peer.NETCAT.tcp(server.tcp(), "ls")))
          .isEqualTo("\u00e4\n\u4f60\u597d/\n\uff5e\n\ud83d\ude00\n");
      assertThat(Peer.NETCAT.tcp(server.tcp(), "ls \u4f60\u597d\n")).isEmpty();
      for (String no : new String[] {"..", "../outside", "/", "/etc", "link", ".hidden", "a\0b"}) {
        assertThat(Peer.NETCAT.tcp(server.tcp(), "ls " + no))
            .isEqualTo("error: no such directory: " + no + "\n");
      }
      server.stop();
    }
  }
}
