package io.jackfield.conformance.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder that looks like a JDK. Its {@code java} is a script that tells how it was called. */
final class FakeJdk {
  /** Made by {@code java} when it is run at all. */
  static final String TRACE = "java-was-run";

  private static final String JAVA =
      """
      #!/bin/sh
      touch "${0%/bin/java}/java-was-run" 2>/dev/null
      case "$*" in
        *io.jackfield.cli.Training*)
          [ ! -e "$TREE/training-fails" ] || { echo "training broke"; exit 1; }
          for option; do
            case $option in -XX:AOTCacheOutput=*) echo cache >"${option#*=}" ;; esac
          done
          echo trained >>"$TREE/trainings"
          exit 0 ;;
        *-XX:AOTMode=on*) exit 0 ;;
      esac
      echo "pid $$"
      echo "cwd $(pwd)"
      # The lock can be had only if nobody, this process included, still holds it.
      flock -n "$TREE/.mvn/build.lock" sh -c 'echo "lock free"' 2>/dev/null
      while [ $# -gt 0 ] && [ "$1" != -m ]; do
        echo "option $1"
        shift
      done
      shift 2
      for argument; do printf 'argument <%s>\\n' "$argument"; done
      exit "${EXIT_CODE:-0}"
      """;

  private FakeJdk() {}

  /** Makes one in {@code home}; {@code release} is the text of its release file. */
  static Path create(Path home, String release) throws IOException {
    Files.createDirectories(home);
    Files.writeString(home.resolve("release"), release);
    script(home.resolve("bin/java"), JAVA);
    script(home.resolve("bin/javac"), "#!/bin/sh\n");
    return home;
  }

  static Path createVersion(Path home, String version) throws IOException {
    return create(
        home,
        """
        IMPLEMENTOR="Somebody"
        JAVA_RUNTIME_VERSION="%1$s+1"
        JAVA_VERSION="%1$s"
        MODULES="java.base"
        """
            .formatted(version));
  }

  static Path script(Path file, String text) throws IOException {
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
    if (!file.toFile().setExecutable(true)) {
      throw new IOException("cannot make " + file + " executable");
    }
    return file;
  }
}
