package io.jackfield.conformance.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From the launcher's first line to the JVM's, in a tree that is built. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LauncherStartTest {
  private final Path folder;
  private final ScriptTree tree;

  LauncherStartTest(@TempDir Path temporary) throws Exception {
    folder = temporary.toRealPath();
    tree = ScriptTree.create(folder, "a tree with spaces");
    tree.run();
  }

  @Test
  void argumentsArriveAsTheyWereGiven() throws Exception {
    Ran ran = tree.run("two words", "", "*", "$HOME", "a\\nb", "-m", "日本");
    assertThat(ran.exit()).isZero();
    assertThat(ran.err()).isEmpty();
    assertThat(having(ran, "argument"))
        .containsExactly("<two words>", "<>", "<*>", "<$HOME>", "<a\\nb>", "<-m>", "<日本>");
  }

  @Test
  void theProgramRunsWhereTheCallerIs() throws Exception {
    Path elsewhere = Files.createDirectories(folder.resolve("else where"));
    Ran ran = ScriptTree.run(tree.jackfield().directory(elsewhere.toFile()));
    assertThat(having(ran, "cwd")).containsExactly(elsewhere.toString());
  }

  @Test
  void aRelativeNameFindsItsTree() throws Exception {
    var command = tree.command(Path.of("./jackfield")).directory(tree.home().toFile());
    assertThat(ScriptTree.run(command).exit()).isZero();
  }

  @Test
  void linksToTheLauncherFindItsTree() throws Exception {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("first"), Path.of("../a tree with spaces/jackfield"));
    Files.createSymbolicLink(folder.resolve("second"), Path.of("bin/first"));
    Files.createSymbolicLink(bin.resolve("third"), folder.resolve("second"));
    Ran ran = ScriptTree.run(tree.command(bin.resolve("third"), "x"));
    assertThat(ran.exit()).isZero();
    assertThat(having(ran, "option")).contains(tree.app().toString());
  }

  @Test
  void aFolderOfLinksOnThePathWillDo() throws Exception {
    Files.createSymbolicLink(tree.tools().resolve("jackfield"), tree.home().resolve("jackfield"));
    Ran ran = ScriptTree.run(tree.command(tree.tools().resolve("sh"), "-c", "jackfield a"));
    assertThat(ran.exit()).isZero();
    assertThat(having(ran, "argument")).containsExactly("<a>");
  }

  @Test
  void theVirtualMachineTakesTheLaunchersPlace() throws Exception {
    Running running = Running.start(tree.jackfield());
    assertThat(having(running.await(), "pid")).containsExactly(Long.toString(running.pid()));
  }

  @Test
  void theProgramsExitCodeIsTheLaunchers() throws Exception {
    ProcessBuilder command = tree.jackfield();
    command.environment().put("EXIT_CODE", "3");
    assertThat(ScriptTree.run(command).exit()).isEqualTo(3);
  }

  @Test
  void furtherOptionsForTheJvmAreSplitAtSpacesAndNotExpanded() throws Exception {
    Files.createFile(folder.resolve("-Dtwo=a-file"));
    ProcessBuilder command = tree.jackfield("x").directory(folder.toFile());
    command.environment().put("JACKFIELD_JAVA_OPTS", "-Done=1  -Dtwo=* -Xmx64m");
    Ran ran = ScriptTree.run(command);
    assertThat(having(ran, "option")).endsWith("-Done=1", "-Dtwo=*", "-Xmx64m");
    assertThat(having(ran, "argument")).containsExactly("<x>");
  }

  @Test
  void onlyTheSocketModuleMayCallTheKernel() throws Exception {
    assertThat(having(tree.run(), "option"))
        .filteredOn(option -> option.startsWith("--enable-native-access"))
        .containsExactly("--enable-native-access=io.jackfield.socket");
  }

  @Test
  void loopsMayCarryVirtualThreads() throws Exception {
    assertThat(having(tree.run(), "option"))
        .contains("--add-opens=java.base/java.lang=io.jackfield.reactor");
  }

  @Test
  void withoutAJdkItEndsWith4AndTheFindersSentence() throws Exception {
    ProcessBuilder command = tree.jackfield();
    command.environment().remove("JACKFIELD_JAVA_HOME");
    Ran ran = ScriptTree.run(command);
    assertThat(ran.exit()).isEqualTo(4);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).singleElement().asString().contains("no JDK 25 or later found");
  }

  @Test
  void anInstalledTreeWithoutSourcesJustRuns() throws Exception {
    Files.delete(tree.source());
    Files.delete(tree.home().resolve("socket/pom.xml"));
    Files.delete(tree.home().resolve("pom.xml"));
    for (Path empty = tree.source().getParent();
        empty != null && !empty.equals(tree.home());
        empty = empty.getParent()) {
      Files.delete(empty);
    }
    Ran ran = tree.run();
    assertThat(ran.exit()).isZero();
    assertThat(ran.err()).isEmpty();
    assertThat(tree.builds()).isEqualTo(1);
  }

  /** What follows {@code word} on each line of standard output that begins with it. */
  private static List<String> having(Ran ran, String word) {
    Predicate<String> begins = line -> line.startsWith(word + " ");
    return ran.out().stream().filter(begins).map(s -> s.substring(word.length() + 1)).toList();
  }
}
