package io.jackfield.conformance.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** When the start-up cache is made and used. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StartCacheTest {
  private final Path folder;
  private final ScriptTree tree;

  StartCacheTest(@TempDir Path temporary) throws IOException {
    folder = temporary;
    tree = ScriptTree.create(temporary, "a tree with spaces");
  }

  @AfterEach
  void endWhatStillRuns() {
    tree.close();
  }

  @Test
  void theFirstStartMakesItAndEveryStartUsesIt() throws Exception {
    Ran first = tree.run();
    Ran second = tree.run();
    assertThat(caches()).hasSize(1);
    assertThat(first.out()).contains("option -XX:AOTCache=" + caches().getFirst());
    assertThat(second.out()).contains("option -XX:AOTCache=" + caches().getFirst());
    assertThat(trainings()).isEqualTo(1);
  }

  @Test
  void itsNameTellsTheJdksVersion() throws Exception {
    tree.run();
    assertThat(caches().getFirst().getFileName().toString()).startsWith("start-25.0.3-");
  }

  @Test
  void aProgramBuiltOtherwiseGetsOneAtItsNextStart() throws Exception {
    tree.run();
    ScriptTree.run(tree.command(tree.home().resolve("build"), "package"));
    assertThat(caches()).isEmpty();
    Ran ran = tree.run();
    assertThat(ran.exit()).isZero();
    assertThat(ran.err()).containsExactly("jackfield: preparing a faster start ...");
    assertThat(caches()).hasSize(1);
  }

  @Test
  void eachJdkHasItsOwn() throws Exception {
    tree.run();
    Path other = FakeJdk.createVersion(folder.resolve("another-25"), "25.0.3");
    ProcessBuilder command = tree.jackfield();
    command.environment().put("JACKFIELD_JAVA_HOME", other.toString());
    ScriptTree.run(command);
    ScriptTree.run(command);
    tree.run();
    assertThat(caches()).hasSize(2);
    assertThat(trainings()).isEqualTo(2);
  }

  @Test
  void aFailedTrainingCostsALineOnceAndNothingElse() throws Exception {
    tree.flag("training-fails");
    Ran first = tree.run("x");
    assertThat(first.exit()).isZero();
    assertThat(first.out()).last().isEqualTo("argument <x>");
    assertThat(first.out()).noneMatch(line -> line.contains("AOTCache"));
    assertThat(first.err()).last().asString().contains("that failed", "cache.log");
    Ran second = tree.run();
    assertThat(second.exit()).isZero();
    assertThat(second.err()).isEmpty();
    assertThat(second.out()).noneMatch(line -> line.contains("AOTCache"));
  }

  @Test
  void aNewBuildTriesAgain() throws Exception {
    tree.flag("training-fails");
    tree.run();
    Files.delete(tree.home().resolve("training-fails"));
    tree.edited(tree.source());
    assertThat(tree.run().out()).anyMatch(line -> line.contains("AOTCache"));
  }

  @Test
  void aBuildHasItMadeForItsTests() throws Exception {
    tree.run();
    for (Path cache : caches()) {
      Files.delete(cache);
    }
    assertThat(ScriptTree.run(inBuild("1")).err()).isEmpty();
    assertThat(caches()).isEmpty();
    assertThat(ScriptTree.run(inBuild("cache")).err())
        .containsExactly("jackfield: preparing a faster start ...");
    assertThat(ScriptTree.run(inBuild("cache")).err()).isEmpty();
    assertThat(ScriptTree.run(inBuild("1")).out())
        .contains("option -XX:AOTCache=" + caches().getFirst());
  }

  private ProcessBuilder inBuild(String how) {
    ProcessBuilder command = tree.jackfield();
    command.environment().put("JACKFIELD_IN_BUILD", how);
    return command;
  }

  @Test
  void whileABuildRunsTheProgramStartsWithoutOne() throws Exception {
    tree.run();
    for (Path cache : caches()) {
      Files.delete(cache);
    }
    tree.closeGate();
    Running build = tree.start(tree.command(tree.home().resolve("build"), "verify"));
    tree.awaitBuilds(2);
    Ran ran = tree.run();
    tree.openGate();
    assertThat(ran.exit()).isZero();
    assertThat(ran.err()).isEmpty();
    assertThat(build.await().exit()).isZero();
    assertThat(trainings()).isEqualTo(1);
  }

  private List<Path> caches() throws IOException {
    try (Stream<Path> files = Files.list(tree.app())) {
      return files.filter(file -> file.toString().endsWith(".aot")).toList();
    }
  }

  private int trainings() throws IOException {
    return tree.lines("trainings").size();
  }
}
