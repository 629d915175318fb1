package io.jackfield.conformance.reactor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.reactor.ChildProcess;
import io.jackfield.reactor.ExitStatus;
import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.ProcessOptions;
import io.jackfield.reactor.ProcessProtocol;
import io.jackfield.reactor.SignalWatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for child processes and for signals. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ProcessTest {
  @TempDir Path folder;

  /** Writes down what it is told of a process. */
  private static class Watcher implements ProcessProtocol {
    final List<String> told = new ArrayList<>();
    final ByteArrayOutputStream output = new ByteArrayOutputStream();
    final ByteArrayOutputStream error = new ByteArrayOutputStream();
    @Nullable ChildProcess child;
    @Nullable ExitStatus ended;

    ChildProcess child() {
      return requireNonNull(child);
    }

    void say(String text) {
      child().write(ByteBuffer.wrap(text.getBytes(UTF_8)));
    }

    private static void copy(ByteBuffer from, ByteArrayOutputStream to) {
      byte[] bytes = new byte[from.remaining()];
      from.get(bytes);
      to.writeBytes(bytes);
    }

    @Override
    public void started(ChildProcess made) {
      child = made;
      told.add("started");
    }

    @Override
    public void outputReceived(ByteBuffer data) {
      copy(data, output);
    }

    @Override
    public void errorReceived(ByteBuffer data) {
      copy(data, error);
    }

    @Override
    public void outputEnded() {
      told.add("output ended");
    }

    @Override
    public void errorEnded() {
      told.add("error ended");
    }

    @Override
    public void inputLost(LossReason reason) {
      told.add("input lost");
    }

    @Override
    public void writePaused() {
      told.add("paused");
    }

    @Override
    public void exited(ExitStatus status) {
      told.add("exited " + status.code());
    }

    @Override
    public void ended(ExitStatus status) {
      told.add("ended " + status.code());
      ended = status;
    }
  }

  private final Watcher watcher = new Watcher();

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT"})
  void outputErrorAndExitAreToldInOrder(World world) throws Exception {
    ProcessOptions options =
        ProcessOptions.builder().folder(folder).variable("WORD", "hello").build();
    try (World.Scene scene = world.open()) {
      scene.server().processes().spawnShell(watcher, "echo $WORD; pwd >&2; exit 3", options);
      assertThat(watcher.told).containsExactly("started");
      scene.until(() -> watcher.ended != null);
      assertThat(watcher.output.toString(UTF_8)).isEqualTo("hello\n");
      assertThat(watcher.error.toString(UTF_8)).isEqualTo(folder.toRealPath() + "\n");
      assertThat(watcher.ended).isEqualTo(new ExitStatus(3));
      assertThat(watcher.told)
          .startsWith("started")
          .contains("output ended", "error ended", "input lost", "exited 3")
          .endsWith("ended 3")
          .doesNotHaveDuplicates();
      assertThat(watcher.child().isAlive()).isFalse();
      watcher.child().kill();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT"})
  void whatIsWrittenArrivesAndComesBackHeldUpOrNot(World world) throws Exception {
    byte[] much = new byte[2_000_000];
    new Random(5).nextBytes(much);
    try (World.Scene scene = world.open()) {
      scene.server().processes().spawn(watcher, List.of("cat"));
      watcher.child().pauseReading();
      watcher.child().write(ByteBuffer.wrap(much));
      watcher.child().endInput();
      scene.until(() -> watcher.told.contains("paused"));
      assertThat(watcher.child().bufferedBytes()).isPositive();
      watcher.child().resumeReading();
      scene.until(() -> watcher.ended != null);
      assertThat(watcher.output.toByteArray()).isEqualTo(much);
      assertThat(watcher.ended).isEqualTo(new ExitStatus(0));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT"})
  void signalsReachTheProcessOrItsWholeGroup(World world) throws Exception {
    var group = new Watcher();
    try (World.Scene scene = world.open()) {
      scene.server().processes().spawn(watcher, List.of("cat"));
      watcher.child().signal("TERM");
      scene.until(() -> watcher.ended != null);
      assertThat(watcher.ended).isEqualTo(new ExitStatus(128 + 15));
      assertThatThrownBy(() -> watcher.child().signal("NONE"))
          .isInstanceOf(IllegalArgumentException.class);

      scene
          .server()
          .processes()
          .spawnShell(
              group,
              "tail -f /dev/null & echo ready; wait",
              ProcessOptions.builder().ownGroup(true).build());
      scene.until(() -> group.output.toString(UTF_8).equals("ready\n"));
      group.child().kill();
      // Without a group its children would go on, and hold its output open.
      scene.until(() -> group.ended != null);
      assertThat(group.ended).isEqualTo(new ExitStatus(128 + 9));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT"})
  void nothingIsLeftOfAProcessNorOfOneThatIsNotThere(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      scene.server().processes().spawn(watcher, List.of("true"));
      scene.until(() -> watcher.ended != null);
      scene.step();
      long before = descriptors();
      assertThatThrownBy(
              () -> scene.server().processes().spawn(new Watcher(), List.of("/no/such/program")))
          .isInstanceOf(IOException.class);
      var next = new Watcher();
      scene.server().processes().spawn(next, List.of("true"));
      long pid = next.child().pid();
      scene.until(() -> next.ended != null);
      scene.step();
      assertThat(descriptors()).isEqualTo(before);
      assertThat(Path.of("/proc/" + pid)).as("no zombie").doesNotExist();
    }
  }

  private static long descriptors() throws IOException {
    try (var all = Files.list(Path.of("/proc/self/fd"))) {
      return all.count();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT"})
  void aStopEndsWhatStillRunsAlsoWhatDoesNotWantTo(World world) throws Exception {
    var stubborn = new Watcher();
    ProcessOptions hasty = ProcessOptions.builder().stopTimeout(Duration.ofMillis(50)).build();
    try (World.Scene scene = world.open()) {
      scene
          .server()
          .processes()
          .spawnShell(watcher, "trap 'echo bye; exit 0' TERM; echo ready; read line", hasty);
      scene.server().processes().spawnShell(stubborn, "trap '' TERM; echo ready; cat", hasty);
      scene.until(() -> watcher.output.size() > 0 && stubborn.output.size() > 0);
    }
    assertThat(watcher.output.toString(UTF_8)).isEqualTo("ready\nbye\n");
    assertThat(watcher.told).endsWith("ended 0");
    assertThat(stubborn.told).endsWith("ended " + (128 + 9));
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT"})
  void aCrashKillsWhatStillRunsAndTellsIt(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      scene.server().processes().spawn(watcher, List.of("sleep", "1000"));
      long pid = watcher.child().pid();
      var gone = ProcessHandle.of(pid).orElseThrow().onExit();
      scene.server().crash();
      scene.step();
      assertThat(watcher.told)
          .startsWith("started", "exited 137")
          .contains("input lost", "output ended", "error ended")
          .endsWith("ended 137")
          .hasSize(6);
      assertThat(watcher.child().isAlive()).isFalse();
      assertThat(gone).succeedsWithin(Duration.ofSeconds(10));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT"})
  void aProcessMayHaveATerminal(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      scene
          .server()
          .processes()
          .spawnShell(
              watcher,
              "test -t 0 && test -t 1 && tty >/dev/null </dev/tty && read line && stty size; cat",
              ProcessOptions.builder().terminal(true).build());
      watcher.child().terminalSize(33, 99);
      watcher.say("go\n");
      scene.until(() -> watcher.output.toString(UTF_8).contains("33 99"));
      watcher.child().endInput();
      scene.until(() -> watcher.ended != null);
      assertThat(watcher.ended).isEqualTo(new ExitStatus(0));
      assertThat(watcher.output.toString(UTF_8)).as("it echoes").startsWith("go\r\n");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT"})
  void whatACallbackThrowsEndsThatAlone(World world) throws Exception {
    var failing =
        new Watcher() {
          @Override
          public void outputReceived(ByteBuffer data) {
            throw new IllegalStateException("not this");
          }
        };
    try (World.Scene scene = world.open()) {
      scene
          .server()
          .processes()
          .spawnShell(failing, "echo x; echo y >&2; exit 4", ProcessOptions.DEFAULTS);
      scene.until(() -> failing.ended != null);
      assertThat(failing.error.toString(UTF_8)).isEqualTo("y\n");
      assertThat(failing.ended).isEqualTo(new ExitStatus(4));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT"})
  void aSignalToThisProcessIsToldOnTheLoopUntilItIsClosed(World world) throws Exception {
    List<String> told = new ArrayList<>();
    long pid = ProcessHandle.current().pid();
    try (World.Scene scene = world.open()) {
      SignalWatch watch =
          scene
              .server()
              .processes()
              .onSignal(
                  "URG",
                  () -> {
                    assertThat(scene.server().isLoopThread()).isTrue();
                    told.add("URG");
                  });
      new ProcessBuilder("sh", "-c", "kill -URG " + pid).start().waitFor();
      scene.until(() -> !told.isEmpty());
      watch.close();
      watch.close();
      scene.server().processes().onSignal("URG", () -> told.add("again"));
      new ProcessBuilder("sh", "-c", "kill -URG " + pid).start().waitFor();
      scene.until(() -> told.size() == 2);
      assertThat(told).containsExactly("URG", "again");
      assertThatThrownBy(() -> scene.server().processes().onSignal("NONE", () -> {}))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NIO", "SIMULATED", "CAPRICIOUS"})
  void aNetworkWithoutProcessesSaysSo(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      assertThatThrownBy(() -> scene.server().processes().onSignal("URG", () -> {}))
          .isInstanceOf(UnsupportedOperationException.class);
      assertThatThrownBy(() -> scene.server().processes().spawn(watcher, List.of("true")))
          .isInstanceOf(UnsupportedOperationException.class);
      assertThat(watcher.told).isEmpty();
    }
  }
}
