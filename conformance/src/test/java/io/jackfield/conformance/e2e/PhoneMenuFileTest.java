package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.conformance.e2e.Command.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code --menu}: one's own file. */
final class PhoneMenuFileTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(names = {"THREADS", "PROCESSES", "LOOP_ON_EPOLL"})
  void theSampleOfTwoLevelsIsServed(Engines engine) {
    String sample =
        Path.of(Objects.requireNonNull(System.getProperty("jackfield.home")), "samples")
            .resolve("phone-menu.toml")
            .toString();
    try (Server menu =
        Server.serve("menu", "--tcp", "127.0.0.1:0", "--menu", sample).startOn(engine)) {
      assertThat(Peer.NETCAT.tcp(menu.tcp(), "1\n*\nexit\n"))
          .isEqualTo(
              """
              Welcome to Jackfield.
              1 opening hours, 2 directions, 0 a person, exit hangs up.
              Opening hours: 1 shop, 2 workshop, * back.
              Welcome to Jackfield.
              1 opening hours, 2 directions, 0 a person, exit hangs up.
              Goodbye.
              """);
      menu.stop();
    }
  }

  @Test
  void aFileThatIsWrongIsRefusedAtTheStartWithItsPlace() throws IOException {
    Path file =
        Files.writeString(folder.resolve("m.toml"), "start = \"a\"\n[menu.a]\npromt = \"x\"\n");
    for (String command : new String[] {"serve menu", "up --free-ports"}) {
      Finished refused =
          Command.jackfield(command.split(" ", -1)).and("--menu", file.toString()).run();
      assertThat(refused.exit()).isEqualTo(2);
      assertThat(refused.err())
          .contains("--menu " + file + ":3:1: 'promt' is not known here; there are: keys,")
          .doesNotContain("listening");
    }
  }
}
