package io.jackfield.service.files;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each trace of a change shows it, also where the others are as they were. */
final class FileToSendTest {
  private static final FileTime THEN = FileTime.fromMillis(1_700_000_000_000L);

  @TempDir private Path folder;
  private Path file;
  private FileToSend looked;

  @BeforeEach
  void look() throws IOException {
    file = written("a", "hello");
    looked = FileToSend.of(file, _ -> {}).getFirst();
  }

  private Path written(String name, String content) throws IOException {
    return Files.setLastModifiedTime(Files.writeString(folder.resolve(name), content), THEN);
  }

  private void assertChanged() {
    assertThatThrownBy(looked::requireUnchanged)
        .hasMessage("'a' changed while it was sent; send it again");
  }

  @Test
  void aFileThatIsAsItWasIsUnchanged() {
    assertThatCode(looked::requireUnchanged).doesNotThrowAnyException();
  }

  @Test
  void anotherSizeShows() throws Exception {
    written("a", "hello!");
    assertChanged();
  }

  @Test
  void anotherTimeShows() throws Exception {
    Files.setLastModifiedTime(file, FileTime.fromMillis(THEN.toMillis() + 1));
    assertChanged();
  }

  @Test
  void anotherFileShows() throws Exception {
    Files.move(written("b", "HELLO"), file, StandardCopyOption.REPLACE_EXISTING);
    assertChanged();
  }
}
