package io.jackfield.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.reactor.FileNotSentException;
import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.Transport;
import io.jackfield.socket.OpenFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A transport without a network does what its protocol can rely on. */
final class StringTransportTest {
  private static final class Taking implements Protocol {
    final List<String> events = new ArrayList<>();
    final List<ByteBuffer> kept = new ArrayList<>();
    @Nullable Transport transport;

    @Override
    public void connectionMade(Transport made) {
      transport = made;
      events.add("made");
    }

    @Override
    public void dataReceived(ByteBuffer data) {
      events.add("data " + data.remaining());
      kept.add(data.duplicate());
      if (transport != null) {
        transport.writeLent(data);
      }
    }

    @Override
    public boolean endReceived() {
      events.add("end");
      return false;
    }

    @Override
    public void connectionLost(LossReason reason) {
      events.add("lost");
    }
  }

  private final Taking protocol = new Taking();
  private final StringTransport transport = new StringTransport(protocol);

  @Test
  void aConversationIsToldInOrderAndItsWritesAreKept() {
    transport.receive("hello");
    transport.receive("bye".getBytes(java.nio.charset.StandardCharsets.UTF_8), 2);
    transport.endInput();
    transport.lose(new LossReason.Done());
    transport.lose(new LossReason.Done());
    assertThat(protocol.events)
        .containsExactly("made", "data 5", "data 2", "data 1", "end", "lost");
    assertThat(transport.text()).isEqualTo("hellobye");
    assertThat(transport.isClosing()).isTrue();
    assertThat(transport.isAborted()).isFalse();
  }

  @Test
  void whileReadingIsPausedWhatArrivesWaits() {
    transport.pauseReading();
    transport.receive("a");
    transport.receive("b");
    assertThat(protocol.events).containsExactly("made");
    transport.resumeReading();
    assertThat(transport.text()).isEqualTo("ab");
  }

  @Test
  void aViewThatIsKeptDoesNotKeepItsBytes() {
    transport.receive("x");
    assertThat(protocol.kept.getFirst().get(0)).isNotEqualTo((byte) 'x');
    assertThatThrownBy(() -> transport.writeLent(protocol.kept.getFirst()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void afterTheCloseWritesAreDroppedAndAfterTheEndRefused() {
    transport.endOutput();
    assertThatThrownBy(() -> transport.write(ByteBuffer.allocate(1)))
        .isInstanceOf(IllegalStateException.class);
    transport.close();
    ByteBuffer dropped = ByteBuffer.allocate(3);
    transport.write(dropped);
    assertThat(dropped.hasRemaining()).isFalse();
    assertThat(transport.written()).isEmpty();
  }

  @Test
  void aFileIsWrittenAtItsPlace(@TempDir Path folder) throws IOException {
    Path path = Files.writeString(folder.resolve("file"), "0123456789");
    try (OpenFile file = OpenFile.forReading(path)) {
      transport.write(ByteBuffer.wrap(new byte[] {'<'}));
      assertThat(transport.sendFile(file, 3, 4)).isCompletedWithValue(4L);
      transport.write(ByteBuffer.wrap(new byte[] {'>'}));
      assertThat(transport.text()).isEqualTo("<3456>");
      assertThatThrownBy(() -> transport.sendFile(file, -1, 4))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(transport.sendFile(file, 8, 4).exceptionNow())
          .isInstanceOf(FileNotSentException.class)
          .hasMessageContaining("10 bytes");
      assertThat(protocol.events).containsExactly("made", "lost");
      assertThat(transport.sendFile(file, 0, 1)).isCompletedExceptionally();
    }
  }
}
