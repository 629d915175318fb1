package io.jackfield.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SendFileTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void aLargeFileArrivesWholeThoughTheReaderIsSlow(Threads threads) throws Exception {
    byte[] content = new byte[6_000_001];
    new Random(1).nextBytes(content);
    Path path = Files.write(folder.resolve("grün"), content);
    try (Pairs pair = Pairs.tcp();
        OpenFile file = OpenFile.forReading(path)) {
      var sending =
          threads.run(() -> {
            long at = 0;
            for (long sent; (sent = pair.client().sendFile(file, at, Long.MAX_VALUE)) > 0; ) {
              at += sent;
            }
            return at;
          });
      sending.awaitWaiting(pair.client());
      ByteBuffer into = ByteBuffer.allocate(content.length);
      while (into.hasRemaining()) {
        pair.server().receive(into);
      }
      assertThat(sending.result().get(10, TimeUnit.SECONDS)).isEqualTo(content.length);
      assertThat(into.array()).isEqualTo(content);
    }
  }

  @Test
  void aPartIsSentFromItsOffset() throws Exception {
    Path path = Files.writeString(folder.resolve("file"), "0123456789");
    try (Pairs pair = Pairs.tcp();
        OpenFile file = OpenFile.forReading(path)) {
      assertThat(pair.client().sendFile(file, 3, 4)).isEqualTo(4);
      ByteBuffer into = ByteBuffer.allocate(8);
      assertThat(pair.server().receive(into)).isEqualTo(4);
      assertThat(Pairs.text(into)).isEqualTo("3456");
      assertThat(pair.client().sendFile(file, 10, 4)).isZero();
      assertThatThrownBy(() -> pair.client().sendFile(file, -1, 4))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aFileThatCannotBeOpenedSaysWhy() {
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> OpenFile.forReading(missing))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("missing");
    assertThatThrownBy(() -> OpenFile.forReading(folder.resolve("x".repeat(300))))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("ENAMETOOLONG");
  }

  @Test
  void aClosedFileIsNotSent() throws Exception {
    OpenFile file = OpenFile.forReading(Files.writeString(folder.resolve("file"), "x"));
    file.close();
    try (Pairs pair = Pairs.tcp()) {
      assertThatThrownBy(() -> pair.client().sendFile(file, 0, 1))
          .isInstanceOf(ClosedChannelException.class);
    }
  }

  @Test
  void whoUsesAFileHasItAfterItsCloseToo() throws Exception {
    Path path = Files.writeString(folder.resolve("used"), "0123456789");
    OpenFile file = OpenFile.forReading(path);
    assertThat(file.size()).isEqualTo(10);
    OpenFile.Use one = file.use();
    OpenFile.Use other = file.use();
    file.close();
    assertThatThrownBy(file::use).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(file::size).isInstanceOf(ClosedChannelException.class);
    one.close();
    one.close(); // Once is enough, and twice is once.
    ByteBuffer into = ByteBuffer.allocate(4);
    assertThat(other.read(into, 7)).isEqualTo(3);
    assertThat(Pairs.text(into)).isEqualTo("789");
    assertThat(other.read(ByteBuffer.allocate(1), 10)).isEqualTo(-1);
    assertThat(other.size()).isEqualTo(10);
    String number = "/proc/self/fd/" + other.descriptor();
    assertThat(Files.readSymbolicLink(Path.of(number))).isEqualTo(path.toRealPath());
    other.close();
    assertThat(OpenFiles.count(path.toRealPath().toString())).isZero();
  }

  @Test
  void aDirectoryIsNotRead() throws Exception {
    try (OpenFile file = OpenFile.forReading(folder);
        OpenFile.Use use = file.use()) {
      assertThatThrownBy(() -> use.read(ByteBuffer.allocate(1), 0)).hasMessageContaining("EISDIR");
    }
  }
}
