package io.jackfield.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
final class PidFileTest {
  /** Linux has no higher numbers: {@code PID_MAX_LIMIT}. */
  private static final String NOBODYS = "4194304\n";

  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("pid");
  }

  private static String own() {
    return ProcessHandle.current().pid() + "\n";
  }

  @Test
  void itIsThereWhileTheProcessServes() throws IOException {
    PidFile claimed = PidFile.claim(file(), 0);
    assertThat(file()).doesNotExist();
    claimed.write();
    assertThat(file()).hasContent(own());
    assertThat(PidFile.read(file())).isEqualTo(ProcessHandle.current().pid());
    claimed.remove();
    assertThat(folder).isEmptyDirectory();
    claimed.remove(); // Does nothing.
  }

  @ParameterizedTest
  @ValueSource(strings = {NOBODYS, "", "1"})
  void oneThatNoServerHasMakesWay(String left) throws IOException {
    Files.writeString(file(), left);
    PidFile.claim(file(), 0).write();
    assertThat(file()).hasContent(own());
  }

  @Test
  void anothersStays() throws IOException {
    PidFile claimed = PidFile.claim(file(), 0);
    claimed.write();
    Files.writeString(file(), NOBODYS);
    claimed.remove();
    assertThat(file()).hasContent(NOBODYS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello",
        "1 2",
        "-1",
        "12345678901",
        "1\n2\n",
        "                                1"
      })
  void whatIsNoPidFileIsLeftAlone(String text) throws IOException {
    Files.writeString(file(), text);
    assertThatThrownBy(() -> PidFile.claim(file(), 0))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("it is there, and is no pid file");
    assertThat(Files.readString(file())).isEqualTo(text);
  }

  @Test
  void aFolderIsNoPidFileAndAMissingOneIsSaid() {
    assertThatThrownBy(() -> PidFile.claim(folder, 0)).hasMessageContaining("is no pid file");
    assertThatThrownBy(() -> PidFile.claim(folder.resolve("none/pid"), 0))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("there is no such folder");
  }

  @Test
  void thatOfAServerThatRunsIsInUseButForItsSuccessor() throws Exception {
    Process server =
        new ProcessBuilder(
                "sh",
                "-c",
                "read x; :",
                "jackfield",
                "io.jackfield.cli/io.jackfield.cli.Main",
                "up")
            .start();
    try {
      Files.writeString(file(), server.pid() + "\n");
      assertThatThrownBy(() -> PidFile.claim(file(), 0))
          .isInstanceOf(PidFile.InUseException.class)
          .hasMessageContaining("it is the pid file of process " + server.pid());
      PidFile.claim(file(), server.pid()).write();
      assertThat(file()).hasContent(own());
      Files.writeString(file(), server.pid() + "\n");
    } finally {
      server.destroyForcibly().waitFor();
    }
    PidFile.claim(file(), 0).write();
    assertThat(file()).hasContent(own());
  }
}
