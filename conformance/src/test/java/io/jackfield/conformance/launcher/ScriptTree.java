package io.jackfield.conformance.launcher;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A copy of the scripts with a little source beside them, a fake JDK, and a PATH on which nothing
 * is but the tools they may use and a fake {@code mvn}.
 */
final class ScriptTree implements AutoCloseable {
  /** The repository this test belongs to. */
  static final Path REPOSITORY = Path.of(System.getProperty("jackfield.home", ".."));

  private static final List<String> TOOLS =
      List.of(
          "sh cat cksum dirname find flock grep mkdir mkfifo mv readlink rm sed tail timeout touch"
              .split(" "));

  /** Notes each run; waits at the gate if there is one; "compiles" unless told to break. */
  private static final String MVN =
      """
      #!/bin/sh
      touch "$TREE/build-start"
      echo "$*" >>"$TREE/builds"
      echo "$$" >"$TREE/mvn-pid"
      echo "$JAVA_HOME" >"$TREE/mvn-java-home"
      echo "$MAVEN_OPTS" >"$TREE/mvn-opts"
      echo "[INFO] Building Jackfield socket 0.1.0-SNAPSHOT                   [2/5]"
      [ ! -p "$TREE/gate" ] || read -r word <"$TREE/gate"
      if [ -e "$TREE/broken" ]; then
        echo "[ERROR] COMPILATION ERROR : "
        echo "[ERROR] /x/Socket.java:[7,9] ';' expected"
        exit 1
      fi
      rm -rf cli/target/app
      mkdir -p cli/target/app
      touch -r "$TREE/build-start" cli/target/app/built
      """;

  private final Path folder;
  private final Path home;
  private final Path tools;
  private final Path jdk;
  private final List<Running> started = new CopyOnWriteArrayList<>();

  private ScriptTree(Path folder, String name) {
    this.folder = folder;
    this.home = folder.resolve(name);
    this.tools = folder.resolve("tools");
    this.jdk = folder.resolve("jdk-25");
  }

  /** Makes a tree called {@code name} in {@code folder}, everything else beside it. */
  static ScriptTree create(Path folder, String name) throws IOException {
    var tree = new ScriptTree(folder.toRealPath(), name);
    copyScripts(tree.home);
    tree.writeSources();
    Files.createDirectories(tree.tools);
    for (String tool : TOOLS) {
      lendTool(tool, tree.tools);
    }
    FakeJdk.script(tree.tools.resolve("mvn"), MVN);
    FakeJdk.createVersion(tree.jdk, "25.0.3");
    return tree;
  }

  /** Copies the scripts of this repository to {@code home}. */
  static void copyScripts(Path home) throws IOException {
    for (String name : List.of("jackfield", "build", "bin/find-jdk")) {
      FakeJdk.script(home.resolve(name), Files.readString(REPOSITORY.resolve(name)));
    }
    Files.createDirectories(home.resolve(".mvn"));
  }

  private void writeSources() throws IOException {
    Files.createDirectories(source().resolveSibling("."));
    Files.writeString(home.resolve("pom.xml"), "<project/>");
    Files.writeString(home.resolve("socket/pom.xml"), "<project/>");
    Files.writeString(source(), "class Socket {}");
  }

  private static void lendTool(String name, Path folder) throws IOException {
    for (String part : System.getenv("PATH").split(File.pathSeparator, -1)) {
      Path tool = Path.of(part, name);
      if (Files.isExecutable(tool)) {
        // No link: JUnit warns of each that leads out of the folder it deletes.
        FakeJdk.script(folder.resolve(name), "#!/bin/sh\nexec " + tool + " \"$@\"\n");
        return;
      }
    }
    throw new IOException("these tests need " + name + " on PATH");
  }

  Path home() {
    return home;
  }

  Path tools() {
    return tools;
  }

  Path jdk() {
    return jdk;
  }

  Path source() {
    return home.resolve("socket/src/main/java/Socket.java");
  }

  Path app() {
    return home.resolve("cli/target/app");
  }

  /** A command in a clean environment: PATH, HOME, the fake JDK and nothing else. */
  ProcessBuilder command(Path program, String... arguments) {
    var words = new ArrayList<String>();
    words.add(program.toString());
    words.addAll(List.of(arguments));
    var command = new ProcessBuilder(words).directory(folder.toFile());
    Map<String, String> environment = command.environment();
    environment.clear();
    environment.put("PATH", tools.toString());
    environment.put("HOME", folder.toString());
    environment.put("TREE", home.toString());
    environment.put("JACKFIELD_JAVA_HOME", jdk.toString());
    environment.put("JACKFIELD_JDK_FOLDERS", "");
    return command;
  }

  ProcessBuilder jackfield(String... arguments) {
    return command(home.resolve("jackfield"), arguments);
  }

  /** Starts a command without waiting for its end; {@link #close} sees to that. */
  Running start(ProcessBuilder command) throws IOException {
    Running running = Running.start(command);
    started.add(running);
    return running;
  }

  /** Ends what a failed test left running. */
  @Override
  public void close() {
    started.forEach(Running::kill);
  }

  Ran run(String... arguments) throws IOException, InterruptedException {
    return run(jackfield(arguments));
  }

  static Ran run(ProcessBuilder command) throws IOException, InterruptedException {
    return Running.start(command).await();
  }

  /** Makes a file that changes how a fake behaves: see their scripts. */
  void flag(String name) throws IOException {
    Files.createFile(home.resolve(name));
  }

  /** From now on builds wait until {@link #openGate}. */
  void closeGate() throws IOException, InterruptedException {
    run(command(tools.resolve("mkfifo"), home.resolve("gate").toString()));
  }

  /** Lets the one waiting build go on; later ones do not stop. */
  void openGate() throws IOException {
    Path gate = home.resolve("gate");
    Files.writeString(gate, "go\n");
    Files.delete(gate);
  }

  /** How often Maven was run. */
  int builds() throws IOException {
    return lines("builds").size();
  }

  /** Waits until Maven has been started for the {@code count}th time. */
  void awaitBuilds(int count) throws IOException {
    long deadline = System.nanoTime() + SECONDS.toNanos(60);
    while (lines("builds").size() < count) {
      assertThat(System.nanoTime()).as("deadline for build %d", count).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  /** What a fake wrote into {@code name}; nothing if it did not run. */
  List<String> lines(String name) throws IOException {
    Path file = home.resolve(name);
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  /** Dates {@code file} as if it had been edited just after the last build began. */
  void edited(Path file) throws IOException {
    Instant start = Files.getLastModifiedTime(home.resolve("build-start")).toInstant();
    Files.setLastModifiedTime(file, FileTime.from(start.plusMillis(1)));
  }
}
