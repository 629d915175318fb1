package io.jackfield.conformance.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FindJdkTest {
  private final Path folder;
  private final ScriptTree tree;
  private final ProcessBuilder find;

  FindJdkTest(@TempDir Path temporary) throws IOException {
    folder = temporary.toRealPath();
    tree = ScriptTree.create(folder, "tree");
    find = tree.command(tree.home().resolve("bin/find-jdk"));
    find.environment().remove("JACKFIELD_JAVA_HOME");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"25\"", "25", "\"25.0.3\"", "\"26-ea\"", "\"100.1\""})
  void aJdkOf25OrLaterWillDo(String version) throws Exception {
    Path jdk = FakeJdk.create(folder.resolve("jdk"), "JAVA_VERSION=" + version + "\n");
    assertThat(findWith("JAVA_HOME", jdk)).isEqualTo(found(jdk));
  }

  @ParameterizedTest
  @ValueSource(strings = {"24.0.2", "17", "1.8.0_402", "9-ea", "unknown", ""})
  void anOlderOrNamelessOneWillNot(String version) throws Exception {
    Path jdk = FakeJdk.createVersion(folder.resolve("jdk"), version);
    assertThat(findWith("JAVA_HOME", jdk).exit()).isEqualTo(4);
  }

  @Test
  void theVersionMayStandOnAnUnfinishedLastLine() throws Exception {
    Path jdk = FakeJdk.create(folder.resolve("jdk"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"25\"");
    assertThat(findWith("JAVA_HOME", jdk)).isEqualTo(found(jdk));
  }

  @Test
  void theVariableOfItsOwnComesBeforeJavaHome() throws Exception {
    Path own = FakeJdk.createVersion(folder.resolve("own"), "26");
    findWith("JAVA_HOME", FakeJdk.createVersion(folder.resolve("other"), "25"));
    assertThat(findWith("JACKFIELD_JAVA_HOME", own)).isEqualTo(found(own));
  }

  @Test
  void theVariableOfItsOwnIsNeverPassedOverInSilence() throws Exception {
    findWith("JAVA_HOME", FakeJdk.createVersion(folder.resolve("good"), "25"));
    Path old = FakeJdk.createVersion(folder.resolve("old"), "17.0.15");
    Ran ran = findWith("JACKFIELD_JAVA_HOME", old);
    assertThat(ran.exit()).isEqualTo(4);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err())
        .singleElement()
        .asString()
        .contains("JACKFIELD_JAVA_HOME=" + old + " is 17.0.15", "25 or later");
  }

  @Test
  void javaHomeComesBeforeThePath() throws Exception {
    putOnPath(FakeJdk.createVersion(folder.resolve("on path"), "25"));
    Path home = FakeJdk.createVersion(folder.resolve("home"), "25");
    assertThat(findWith("JAVA_HOME", home)).isEqualTo(found(home));
  }

  @Test
  void linksLeadFromThePathToTheJdk() throws Exception {
    Path jdk = FakeJdk.createVersion(folder.resolve("on path"), "25");
    putOnPath(jdk);
    findWith("JAVA_HOME", FakeJdk.createVersion(folder.resolve("old"), "21"));
    assertThat(ScriptTree.run(find)).isEqualTo(found(jdk));
  }

  @Test
  void theUsualFoldersAreSearchedLast() throws Exception {
    Path usual = folder.resolve("usual folder");
    FakeJdk.createVersion(usual.resolve("a-too-old"), "21");
    Files.delete(FakeJdk.createVersion(usual.resolve("b-broken"), "25").resolve("bin/java"));
    Files.createDirectories(usual.resolve("c-something-else/bin"));
    Path jdk = FakeJdk.createVersion(usual.resolve("d-good"), "25");
    assertThat(findIn("/nowhere:" + usual)).isEqualTo(found(jdk));
    putOnPath(FakeJdk.createVersion(folder.resolve("on path"), "25"));
    assertThat(findIn("/nowhere:" + usual)).isEqualTo(found(folder.resolve("on path")));
  }

  @Test
  void bundlesOfMacosAreFoundInTheirFolder() throws Exception {
    Path jdk = FakeJdk.createVersion(folder.resolve("machines/temurin-25.jdk/Contents/Home"), "25");
    assertThat(findIn(folder.resolve("machines").toString())).isEqualTo(found(jdk));
  }

  @Test
  void aRuntimeWithoutACompilerIsRefusedByName() throws Exception {
    Path jre = FakeJdk.createVersion(folder.resolve("jre"), "25");
    Files.delete(jre.resolve("bin/javac"));
    Ran ran = findWith("JACKFIELD_JAVA_HOME", jre);
    assertThat(ran.exit()).isEqualTo(4);
    assertThat(ran.err()).singleElement().asString().contains(jre.toString(), "bin/javac");
  }

  @Test
  void ifThereIsNoneOneSentenceSaysWhatWasLookedForWhereAndWhatToDo() throws Exception {
    find.environment().put("JAVA_HOME", "/no/such/place");
    putOnPath(FakeJdk.createVersion(folder.resolve("old"), "17.0.15"));
    Ran ran = findIn("/nowhere/a:/nowhere/b");
    assertThat(ran.exit()).isEqualTo(4);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err())
        .singleElement()
        .asString()
        .startsWith("jackfield: no JDK 25 or later found: ")
        .contains("JAVA_HOME=/no/such/place is no folder")
        .contains("java on PATH (" + folder.resolve("old") + ") is 17.0.15")
        .contains("/nowhere/a, /nowhere/b")
        .contains("set JACKFIELD_JAVA_HOME");
  }

  @Test
  void noJavaIsStartedToLearnItsVersion() throws Exception {
    Path old = FakeJdk.createVersion(folder.resolve("old"), "21");
    Path jdk = FakeJdk.createVersion(folder.resolve("usual/jdk"), "25");
    find.environment().put("JAVA_HOME", old.toString());
    assertThat(findIn(folder.resolve("usual").toString())).isEqualTo(found(jdk));
    assertThat(old.resolve(FakeJdk.TRACE)).doesNotExist();
    assertThat(jdk.resolve(FakeJdk.TRACE)).doesNotExist();
  }

  /** As Debian does: a link to a link to the program. */
  private void putOnPath(Path jdk) throws IOException {
    Path alternatives = Files.createDirectories(folder.resolve("alternatives"));
    Files.createSymbolicLink(alternatives.resolve("java"), jdk.resolve("bin/java"));
    Files.createSymbolicLink(tree.tools().resolve("java"), Path.of("../alternatives/java"));
  }

  private Ran findWith(String variable, Path jdk) throws IOException, InterruptedException {
    find.environment().put(variable, jdk.toString());
    return ScriptTree.run(find);
  }

  private Ran findIn(String folders) throws IOException, InterruptedException {
    find.environment().put("JACKFIELD_JDK_FOLDERS", folders);
    return ScriptTree.run(find);
  }

  private static Ran found(Path jdk) {
    return new Ran(0, List.of(jdk.toString()), List.of());
  }
}
