package io.jackfield.conformance.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BuildScriptTest {
  private final ScriptTree tree;
  private final Path script;

  BuildScriptTest(@TempDir Path temporary) throws IOException {
    tree = ScriptTree.create(temporary, "a tree with spaces");
    script = tree.home().resolve("build");
  }

  @Test
  void mavenGetsTheArgumentsAndRunsOnTheJdkFound() throws Exception {
    Ran ran = ScriptTree.run(tree.command(script, "verify", "-Dtest=A B"));
    assertThat(ran.exit()).isZero();
    assertThat(tree.lines("builds")).containsExactly("-ntp verify -Dtest=A B");
    assertThat(tree.lines("mvn-java-home")).containsExactly(tree.jdk().toString());
  }

  @Test
  void theCallersOptionsForMavenAreKept() throws Exception {
    ProcessBuilder command = tree.command(script, "verify");
    command.environment().put("MAVEN_OPTS", "-Xmx1g");
    ScriptTree.run(command);
    assertThat(tree.lines("mvn-opts")).singleElement().asString().startsWith("-Xmx1g --");
  }

  @Test
  void aLinkToItBuildsItsOwnTree() throws Exception {
    Path link = Files.createSymbolicLink(tree.tools().resolve("b"), script);
    assertThat(ScriptTree.run(tree.command(link, "verify")).exit()).isZero();
    assertThat(tree.app()).isDirectory();
  }

  @Test
  void mavensExitCodeIsItsOwn() throws Exception {
    tree.flag("broken");
    assertThat(ScriptTree.run(tree.command(script, "verify")).exit()).isEqualTo(1);
  }

  @Test
  void withoutAJdkItEndsWith4AndTheFindersSentence() throws Exception {
    ProcessBuilder command = tree.command(script, "verify");
    command.environment().remove("JACKFIELD_JAVA_HOME");
    Ran ran = ScriptTree.run(command);
    assertThat(ran.exit()).isEqualTo(4);
    assertThat(ran.err()).singleElement().asString().contains("no JDK 25 or later found");
  }

  @Test
  void withoutMavenItEndsWith4AndOneSentence() throws Exception {
    Files.delete(tree.tools().resolve("mvn"));
    Ran ran = ScriptTree.run(tree.command(script, "verify"));
    assertThat(ran.exit()).isEqualTo(4);
    assertThat(ran.err()).singleElement().asString().contains("mvn is not on PATH");
  }
}
