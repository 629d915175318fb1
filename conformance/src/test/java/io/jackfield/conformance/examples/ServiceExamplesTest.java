package io.jackfield.conformance.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.conformance.e2e.Child;
import io.jackfield.conformance.e2e.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each program of {@code examples/services} does what it says. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ServiceExamplesTest {
  @TempDir private Path folder;

  @Test
  void anyReadyService() {
    try (Child server = Example.of("services/Ready", "commands", 0).start()) {
      assertThat(Example.netcat(Example.port(server), "ls")).contains("phone-menu.toml");
    }
  }

  @Test
  void filesAreSentAndReceived() throws IOException {
    Path sent = Files.createDirectory(folder.resolve("sent"));
    Files.writeString(sent.resolve("a.txt"), "what is in it");
    Files.writeString(sent.resolve(".hidden"), "");
    Path received = folder.resolve("received");
    try (Child server = Example.of("services/ReceiveFiles", 0, received).start()) {
      Command send = Example.of("services/SendFile", sent, Example.port(server));
      assertThat(send.run().out()).contains("left out: ", "1 sent, 0 refused");
      assertThat(received.resolve("sent/a.txt")).hasContent("what is in it");
      assertThat(send.run().out()).contains("1 sent, 0 refused");
    }
  }

  @Test
  void aRoomThatHearsItsTerminal() {
    try (Child server = Example.of("services/Room", 0).start();
        Child guest =
            Command.tool("nc", "127.0.0.1", String.valueOf(Example.port(server))).start()) {
      guest.write("hello\n");
      guest.out().await("hello\n");
      server.write("to all\n");
      guest.out().await("to all\n");
    }
  }
}
