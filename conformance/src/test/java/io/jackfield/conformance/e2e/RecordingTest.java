package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.conformance.e2e.Command.Finished;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recording of the JDK's flight recorder has what a server did on its sockets. */
final class RecordingTest {
  private static final String EVENT = "io.jackfield.Socket";

  /** A class that a recorder at work needs, and no other. */
  private static final String AT_WORK = " jdk.jfr.internal.Repository ";

  @TempDir private Path folder;

  private static Command serving() {
    return Command.jackfield("serve", "timestamp", "--tcp", "127.0.0.1:0");
  }

  /** One client, which says five bytes and leaves. */
  private static void askOnce(Server server) throws IOException {
    try (var client = new Client(server.tcp())) {
      client.send("hello").halfClose();
      assertThat(client.rest()).endsWith("] hello");
    }
  }

  private static List<RecordedEvent> socketEvents(Path file) throws IOException {
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().equals(EVENT))
        .toList();
  }

  /** Accepted, five bytes read, some written, the end read, closed: all on one descriptor. */
  private static void assertOneConversation(List<RecordedEvent> events) {
    RecordedEvent accepted =
        events.stream().filter(event -> what(event).equals("ACCEPTED")).findFirst().orElseThrow();
    assertThat(accepted.getString("peer")).startsWith("127.0.0.1:");
    List<RecordedEvent> conversation =
        events.stream()
            .filter(event -> event.getInt("descriptor") == accepted.getInt("descriptor"))
            .filter(event -> event.getLong("bytes") > 0)
            .toList();
    assertThat(conversation)
        .extracting(event -> what(event) + " by " + event.getString("call"))
        .containsExactly("READ by recv", "WRITTEN by send");
    assertThat(conversation.getFirst().getLong("bytes")).isEqualTo(5);
    assertThat(conversation.getFirst().getString("peer")).isEqualTo(accepted.getString("peer"));
    assertThat(conversation.getLast().getLong("bytes")).isEqualTo(32);
  }

  private static String what(RecordedEvent event) {
    return event.getString("what");
  }

  @Test
  void aRecordingFromTheStartHasAcceptReadAndWrite() throws IOException {
    Path file = folder.resolve("from-the-start.jfr");
    Command recorded =
        serving().with("JACKFIELD_JAVA_OPTS", "-XX:StartFlightRecording=filename=" + file);
    try (Server server = Server.of(recorded).start()) {
      askOnce(server);
      server.stop();
    }
    assertOneConversation(socketEvents(file));
  }

  @Test
  void aRecordingBegunLaterHasWhatHappenedMeanwhile() throws IOException {
    Path file = folder.resolve("later.jfr");
    try (Server server = Server.of(serving()).start()) {
      askOnce(server);
      tell(server, "JFR.start", "name=later");
      askOnce(server);
      tell(server, "JFR.stop", "name=later", "filename=" + file);
      askOnce(server);
      server.stop();
    }
    List<RecordedEvent> events = socketEvents(file);
    assertThat(events).filteredOn(event -> what(event).equals("ACCEPTED")).hasSize(1);
    assertOneConversation(events);
  }

  private static void tell(Server server, String... command) {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Finished told =
        Command.tool("env", jcmd, Long.toString(server.process().pid())).and(command).run();
    assertThat(told.exit()).as(told.out() + told.err()).isZero();
  }

  @Test
  void withoutARecordingTheRecorderIsNotWoken() {
    // A start-up cache brings the classes of its training along, needed or not.
    String logging = "-XX:AOTMode=off -Xlog:class+load:stderr";
    Command loaded = Command.jackfield("--version").with("JACKFIELD_JAVA_OPTS", logging);
    assertThat(loaded.run().err())
        .contains(" io.jackfield.cli.Recordings ")
        .doesNotContain(AT_WORK, " io.jackfield.socket.FlightRecorder ");
    Path file = folder.resolve("unused.jfr");
    String recording = logging + " -XX:StartFlightRecording=filename=" + file;
    assertThat(loaded.with("JACKFIELD_JAVA_OPTS", recording).run().err())
        .contains(AT_WORK, " io.jackfield.socket.FlightRecorder ");
  }
}
