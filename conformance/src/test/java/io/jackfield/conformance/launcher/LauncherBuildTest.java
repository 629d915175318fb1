package io.jackfield.conformance.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** When the launcher builds, and what it says. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LauncherBuildTest {
  private final ScriptTree tree;

  LauncherBuildTest(@TempDir Path temporary) throws IOException {
    tree = ScriptTree.create(temporary, "a tree with spaces");
  }

  @AfterEach
  void endWhatStillRuns() {
    tree.close();
  }

  @Test
  void theFirstStartBuildsAndSaysSoOnStandardErrorOnly() throws Exception {
    Ran ran = tree.run("x");
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).first().asString().startsWith("pid ");
    assertThat(ran.out()).last().isEqualTo("argument <x>");
    assertThat(ran.err()).allMatch(line -> line.startsWith("jackfield: "));
    assertThat(ran.err()).anyMatch(line -> line.contains("building (the first time"));
    assertThat(ran.err()).contains("jackfield:   socket [2/5]");
    assertThat(tree.lines("builds"))
        .singleElement()
        .asString()
        .contains("-pl cli -am package", "-Dmaven.test.skip=true");
  }

  @Test
  void theSecondStartDoesNotBuildAndSaysNothing() throws Exception {
    tree.run();
    Ran ran = tree.run();
    assertThat(ran.exit()).isZero();
    assertThat(ran.err()).isEmpty();
    assertThat(tree.builds()).isEqualTo(1);
  }

  @Test
  void anEditedSourceIsBuilt() throws Exception {
    tree.run();
    tree.edited(tree.source());
    Ran ran = tree.run();
    assertThat(ran.err()).anyMatch(line -> line.contains("building (the sources are newer)"));
    assertThat(tree.builds()).isEqualTo(2);
  }

  @Test
  void anEditedPomIsBuilt() throws Exception {
    tree.run();
    tree.edited(tree.home().resolve("pom.xml"));
    tree.run();
    tree.edited(tree.home().resolve("socket/pom.xml"));
    tree.run();
    assertThat(tree.builds()).isEqualTo(3);
  }

  @Test
  void aDeletedSourceIsNoticedByTheFolderItLayIn() throws Exception {
    tree.run();
    Files.delete(tree.source());
    tree.edited(tree.source().resolveSibling("."));
    tree.run();
    assertThat(tree.builds()).isEqualTo(2);
  }

  @Test
  void aSourceEditedDuringTheBuildIsBuiltByTheNextStart() throws Exception {
    tree.closeGate();
    Running first = tree.start(tree.jackfield());
    first.awaitErr("socket [2/5]");
    tree.edited(tree.source());
    tree.openGate();
    assertThat(first.await().exit()).isZero();
    tree.run();
    assertThat(tree.builds()).isEqualTo(2);
  }

  @Test
  void twoStartsAtOnceBuildOnce() throws Exception {
    tree.closeGate();
    Running first = tree.start(tree.jackfield("first"));
    first.awaitErr("socket [2/5]");
    Running second = tree.start(tree.jackfield("second"));
    second.awaitErr("another build is running; waiting");
    tree.openGate();
    assertThat(first.await().out()).last().isEqualTo("argument <first>");
    assertThat(second.await().out()).last().isEqualTo("argument <second>");
    assertThat(tree.builds()).isEqualTo(1);
  }

  @Test
  void theBuildScriptWaitsForTheLauncherToo() throws Exception {
    tree.closeGate();
    Running first = tree.start(tree.jackfield());
    first.awaitErr("socket [2/5]");
    Running second = tree.start(tree.command(tree.home().resolve("build"), "verify"));
    second.awaitErr("another build is running; waiting");
    tree.openGate();
    assertThat(first.await().exit()).isZero();
    assertThat(second.await().exit()).isZero();
    assertThat(tree.lines("builds")).hasSize(2).last().isEqualTo("-ntp verify");
  }

  @Test
  void theProgramDoesNotKeepTheLock() throws Exception {
    assertThat(tree.run().out()).contains("lock free");
    assertThat(tree.run().out()).contains("lock free");
  }

  @Test
  void anInterruptedBuildEndsMavenAndIsBegunAnewByTheNextStart() throws Exception {
    tree.run();
    tree.edited(tree.source());
    tree.closeGate();
    Running interrupted = tree.start(tree.jackfield());
    interrupted.awaitErr("socket [2/5]");
    Optional<ProcessHandle> maven =
        ProcessHandle.of(Long.parseLong(tree.lines("mvn-pid").getFirst()));
    interrupted.terminate();
    Ran ran = interrupted.await();
    assertThat(ran.exit()).isEqualTo(143);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).last().isEqualTo("jackfield:   socket [2/5]");
    if (maven.isPresent()) {
      maven.get().onExit().get(60, TimeUnit.SECONDS);
    }
    Files.delete(tree.home().resolve("gate"));
    assertThat(tree.run().exit()).isZero();
    assertThat(tree.builds()).isEqualTo(3);
  }

  @Test
  void aFailedBuildEndsWith1TheCompilersWordsAndTheLogsName() throws Exception {
    tree.flag("broken");
    Ran ran = tree.run();
    Path log = tree.home().resolve("target/build.log");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("  /x/Socket.java:[7,9] ';' expected");
    assertThat(ran.err()).last().asString().contains(log.toString());
    assertThat(log).content().contains("[INFO] Building Jackfield socket");
  }

  @Test
  void afterAFailedBuildTheOldProgramIsNotRun() throws Exception {
    tree.run();
    tree.edited(tree.source());
    tree.flag("broken");
    assertThat(tree.run().exit()).isEqualTo(1);
    assertThat(tree.run().exit()).isEqualTo(1);
    assertThat(tree.builds()).isEqualTo(3);
  }

  @Test
  void withoutMavenItEndsWith4AndOneSentence() throws Exception {
    Files.delete(tree.tools().resolve("mvn"));
    Ran ran = tree.run();
    assertThat(ran.exit()).isEqualTo(4);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).anyMatch(line -> line.startsWith("jackfield: mvn is not on PATH;"));
  }

  @Test
  void insideABuildNothingIsBuilt() throws Exception {
    ProcessBuilder command = tree.jackfield();
    command.environment().put("JACKFIELD_IN_BUILD", "1");
    Ran unbuilt = ScriptTree.run(command);
    assertThat(unbuilt.exit()).isEqualTo(1);
    assertThat(unbuilt.err()).singleElement().asString().contains("not built yet");
    tree.run();
    tree.edited(tree.source());
    assertThat(ScriptTree.run(command).exit()).isZero();
    assertThat(tree.builds()).isEqualTo(1);
  }
}
