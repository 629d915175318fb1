package io.jackfield.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.reactor.driver.Capability;
import io.jackfield.reactor.driver.Handle;
import io.jackfield.socket.OpenFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How the kernel sends a file, on every driver. */
@Timeout(60)
final class DriverSendFileContractTest {
  private static final int MUCH = 1 << 20;

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void aPartIsSentAndTheEndAndAFullSocketAreAnswers(DriverKind kind) throws Exception {
    Path path = Files.write(folder.resolve("file"), new byte[MUCH]);
    try (Rig rig = new Rig(kind);
        OpenFile file = OpenFile.forReading(path);
        OpenFile.Use use = file.use()) {
      Rig.Pair pair = rig.pair();
      Handle stream = pair.server().handle;
      int number = use.descriptor();
      if (!rig.driver.capabilities().contains(Capability.SENDING_FILES)) {
        assertThatThrownBy(() -> rig.driver.sendFile(stream, number, 0, 1))
            .isInstanceOf(UnsupportedOperationException.class)
            .hasMessageContaining("sends no files");
        return;
      }
      assertThat(rig.driver.sendFile(stream, number, MUCH, 1)).isZero();
      assertThat(rig.driver.sendFile(stream, number, MUCH - 3, MUCH)).isEqualTo(3);
      rig.driver.receive(pair.client().handle, true);
      rig.turnUntil("it came", () -> pair.client().received.size() == 3);
      rig.driver.receive(pair.client().handle, false);
      int sent;
      do {
        sent = rig.driver.sendFile(stream, number, 0, MUCH);
      } while (sent > 0);
      assertThat(sent).isEqualTo(-Errnos.EAGAIN);
    }
  }
}
