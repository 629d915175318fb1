package io.jackfield.cli.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.socket.address.AbstractUnixAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** New processes that do not come to serve. Those that do are tested end to end. */
@Timeout(30)
final class RestartTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofSeconds(1);

  private static final Restart.Source NEVER =
      () -> {
        throw new AssertionError("nobody is to be given sockets");
      };

  private static void assertFails(String why, Duration limit, String... command) {
    assertThatThrownBy(() ->
            new Restart(List.of(command), limit)
                .run(
                    NEVER,
                    _ -> {
                      throw new AssertionError("nobody has taken over");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(why);
  }

  @Test
  void oneThatEndsIsToldWithItsExitCode() {
    assertFails("the new process has ended, exit code 7", LONG, "sh", "-c", "exit 7");
  }

  @Test
  void oneThatCannotBeStartedIsTold() {
    assertFails("no-such-program", LONG, "/no-such-program");
  }

  @Test
  void oneThatDoesNothingIsKilledWhenTheTimeIsUp() {
    assertFails("the new process did not serve within 1 seconds", SHORT, "sleep", "60");
    assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive))
        .as("it is killed")
        .noneMatch(child -> child.info().command().orElse("").endsWith("sleep"));
  }

  @Test
  void whoEndsHimselfTakesTheNewOneAlong() throws Exception {
    Set<String> before = desks();
    var restart = new Restart(List.of("sleep", "60"), LONG);
    var running = new FutureTask<>(() -> restart.run(NEVER, _ -> {}));
    Thread.ofVirtual().start(running);
    String _ = awaitDesk(before);
    while (!running.isDone()) {
      restart.abandon(); // Again, as the process may not have been started at the first time.
    }
    assertThatThrownBy(() -> running.get(10, TimeUnit.SECONDS))
        .cause()
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> restart.run(NEVER, _ -> {}))
        .hasMessage("this process is about to end");
  }

  /** Another process of the same user is told how it went, and nothing else. */
  @Test
  void whoIsNotTheNewProcessIsGivenNothing() throws Exception {
    Set<String> before = desks();
    var restart = new Restart(List.of("sh", "-c", "sleep 1; exit 5"), LONG);
    var running = new FutureTask<>(() -> restart.run(NEVER, _ -> {}));
    Thread.ofVirtual().start(running);
    String desk = awaitDesk(before);
    try (Channel us = Channel.connect(AbstractUnixAddress.of(desk), LONG)) {
      Channel.Message said = requireNonNull(us.receive());
      assertThat(said.text()).isEqualTo("failed the new process has ended, exit code 5");
      assertThat(said.descriptors()).isEmpty();
      assertThat(us.receive()).isNull();
    }
  }

  @Test
  void aPredecessorIsTheParentOrNobody() throws Exception {
    assertThat(Predecessor.find(Map.of())).isNull();
    assertThatThrownBy(() -> Predecessor.find(Map.of(Restart.VARIABLE, "nobody-is-here")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("JACKFIELD_RESTART is set, but nobody is there");
    try (RestartDesk desk = RestartDesk.open()) {
      assertThatThrownBy(() -> Predecessor.find(Map.of(Restart.VARIABLE, desk.name())))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("has not started this one");
    }
  }

  /** Those of this process; each can be asked a while after its restart has failed. */
  private static Set<String> desks() throws IOException {
    String prefix = "@" + RestartDesk.PREFIX + ProcessHandle.current().pid() + "-";
    return Files.readAllLines(Path.of("/proc/net/unix"), ISO_8859_1).stream()
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .filter(name -> name.startsWith(prefix))
        .map(name -> name.substring(1))
        .collect(Collectors.toSet());
  }

  private static String awaitDesk(Set<String> before) throws IOException {
    for (; ; ) {
      Set<String> now = desks();
      now.removeAll(before);
      if (!now.isEmpty()) {
        return now.iterator().next();
      }
      Thread.onSpinWait();
    }
  }
}
