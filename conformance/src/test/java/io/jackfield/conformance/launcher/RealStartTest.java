package io.jackfield.conformance.launcher;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program just built, started by its launcher on the JDK these tests run on. Whatever state the
 * start-up cache is in, standard output is the program's alone. One cache serves all tests, since
 * to make one takes seconds; each leaves it as it found it.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RealStartTest {
  private static final String JAVA_HOME = System.getProperty("java.home");

  private final Path jackfield;
  private final Path app;

  /** Copies what an installation has: the scripts and the program, no sources. */
  RealStartTest(@TempDir Path temporary) throws IOException {
    Path home = temporary.resolve("a tree with spaces");
    jackfield = home.resolve("jackfield");
    app = home.resolve("cli/target/app");
    ScriptTree.copyScripts(home);
    Files.createDirectories(app);
    try (Stream<Path> files = Files.list(ScriptTree.REPOSITORY.resolve("cli/target/app"))) {
      for (Path file : files.filter(f -> !f.toString().endsWith(".aot")).toList()) {
        Files.copy(file, app.resolve(file.getFileName()), COPY_ATTRIBUTES);
      }
    }
  }

  @Test
  @Order(1)
  void aMissingCacheIsNoMatter() throws Exception {
    ProcessBuilder command = launcher();
    command.environment().put("JACKFIELD_IN_BUILD", "1"); // and so it makes none
    assertThat(ScriptTree.run(command)).isEqualTo(withoutLauncher());
    assertThat(caches()).isEmpty();
  }

  @Test
  @Order(2)
  void theStartThatMakesTheCacheKeepsStandardOutputClean() throws Exception {
    Ran ran = ScriptTree.run(launcher());
    assertThat(ran.out()).isNotEmpty().isEqualTo(withoutLauncher().out());
    assertThat(ran.err()).containsExactly("jackfield: preparing a faster start ...");
    assertThat(caches()).hasSize(1);
  }

  @Test
  @Order(3)
  void theJvmAcceptsTheCache() throws Exception {
    // In this mode a JVM that cannot use its cache ends.
    assertThat(startedWith("-XX:AOTMode=on")).isEqualTo(withoutLauncher());
  }

  @Test
  @Order(4)
  void optionsTheCacheWasNotMadeForAreNoMatter() throws Exception {
    assertThat(startedWith("-XX:+UseZGC")).isEqualTo(withoutLauncher());
    assertThat(startedWith("--add-opens=java.base/java.lang=ALL-UNNAMED"))
        .isEqualTo(withoutLauncher());
  }

  @Test
  @Order(4)
  void garbageInTheCachesPlaceIsNoMatter() throws Exception {
    byte[] whole = Files.readAllBytes(caches().getFirst());
    Files.writeString(caches().getFirst(), "garbage\n".repeat(1000));
    assertThat(ScriptTree.run(launcher())).isEqualTo(withoutLauncher());
    Files.write(caches().getFirst(), whole);
  }

  @Test
  @Order(4)
  void halfACacheIsNoMatter() throws Exception {
    byte[] whole = Files.readAllBytes(caches().getFirst());
    Files.write(caches().getFirst(), Arrays.copyOf(whole, whole.length / 2));
    assertThat(ScriptTree.run(launcher())).isEqualTo(withoutLauncher());
    Files.write(caches().getFirst(), whole);
  }

  @Test
  @Order(5)
  void theCacheOfOtherJarsIsNoMatter() throws Exception {
    Path jar = app.resolve("jackfield-cli.jar");
    Files.setLastModifiedTime(jar, FileTime.from(Instant.EPOCH));
    assertThat(startedWith("-XX:AOTMode=on").exit()).as("it is stale").isNotZero();
    assertThat(ScriptTree.run(launcher())).isEqualTo(withoutLauncher());
  }

  private ProcessBuilder launcher() {
    return cleaned(new ProcessBuilder(jackfield.toString(), "--version"));
  }

  private Ran startedWith(String jvmOption) throws IOException, InterruptedException {
    ProcessBuilder command = launcher();
    command.environment().put("JACKFIELD_JAVA_OPTS", jvmOption);
    return ScriptTree.run(command);
  }

  /** What the program says by itself: no launcher, no cache, no options about messages. */
  private Ran withoutLauncher() throws IOException, InterruptedException {
    String java = Path.of(JAVA_HOME, "bin", "java").toString();
    String main = "io.jackfield.cli/io.jackfield.cli.Main";
    String path = app.toString();
    String access = "--enable-native-access=io.jackfield.socket";
    return ScriptTree.run(
        cleaned(new ProcessBuilder(java, "-p", path, access, "-m", main, "--version")));
  }

  private static ProcessBuilder cleaned(ProcessBuilder command) {
    command.environment().keySet().removeIf(name -> name.startsWith("JACKFIELD_"));
    command.environment().put("JACKFIELD_JAVA_HOME", JAVA_HOME);
    return command;
  }

  private List<Path> caches() throws IOException {
    try (Stream<Path> files = Files.list(app)) {
      return files.filter(file -> file.toString().endsWith(".aot")).toList();
    }
  }
}
