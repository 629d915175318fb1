package io.jackfield.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class FlightRecorderTest {
  @Test
  void aRecordingHasTheCallsWithPeerBytesAndError(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("sockets.jfr");
    int descriptor;
    try (var recording = new Recording();
        var watching = SocketObservers.add(new FlightRecorder())) {
      recording.enable("io.jackfield.Socket").withThreshold(Duration.ZERO);
      recording.start();
      try (Pairs pair = Pairs.tcp()) {
        assertThat(watching).isNotNull();
        descriptor = pair.client().descriptor();
        pair.client().sendAll(Pairs.bytes("hello"));
        pair.server().receive(ByteBuffer.allocate(8));
      }
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> events =
        RecordingFile.readAllEvents(file).stream()
            .filter(event -> event.getEventType().getName().equals("io.jackfield.Socket"))
            .filter(event -> event.getInt("descriptor") == descriptor)
            .toList();
    assertThat(events)
        .extracting(event -> event.getString("what"))
        .containsExactly("OPENED", "CONNECTED", "WRITTEN", "CLOSED");
    RecordedEvent written = events.get(2);
    assertThat(written.getLong("bytes")).isEqualTo(5);
    assertThat(written.getString("call")).isEqualTo("send");
    assertThat(written.getString("peer")).startsWith("127.0.0.1:");
    assertThat(written.getDuration("taken")).isPositive();
  }
}
