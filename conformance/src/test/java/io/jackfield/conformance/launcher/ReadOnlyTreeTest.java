package io.jackfield.conformance.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a tree its user may not write to. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReadOnlyTreeTest {
  private static final Path SETPRIV = Path.of("/usr/bin/setpriv");

  private final Path folder;
  private final ScriptTree tree;

  ReadOnlyTreeTest(@TempDir Path temporary) throws IOException {
    folder = temporary.toRealPath();
    tree = ScriptTree.create(folder, "a tree with spaces");
  }

  @Test
  void aProgramThatIsBuiltJustRunsHoweverNewTheSourcesAre() throws Exception {
    tree.run();
    tree.edited(tree.source());
    Ran ran = runUnprivileged();
    assertThat(ran.exit()).isZero();
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out()).anyMatch(line -> line.contains("AOTCache"));
    assertThat(tree.builds()).isEqualTo(1);
  }

  @Test
  void aProgramThatIsNotBuiltEndsWith1AndSaysWhy() throws Exception {
    Ran ran = runUnprivileged();
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err())
        .containsExactly("jackfield: not built yet, and " + tree.home() + " cannot be written to");
  }

  /** Takes every right to write away, and root's privilege too if these tests run as root. */
  private Ran runUnprivileged() throws IOException, InterruptedException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.toList()) {
        boolean runs = Files.isExecutable(path);
        Files.setPosixFilePermissions(
            path, PosixFilePermissions.fromString(runs ? "r-xr-xr-x" : "r--r--r--"));
      }
    }
    ProcessBuilder command = tree.jackfield();
    if (Files.isWritable(tree.home())) {
      assumeTrue(Files.isExecutable(SETPRIV), "as root this needs setpriv of util-linux");
      command
          .command()
          .addAll(
              0, List.of(SETPRIV.toString(), "--reuid=65534", "--regid=65534", "--clear-groups"));
    }
    return ScriptTree.run(command);
  }
}
