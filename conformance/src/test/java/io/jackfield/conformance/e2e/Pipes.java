package io.jackfield.conformance.e2e;

import io.jackfield.conformance.e2e.Command.Finished;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Random;
import java.util.regex.Pattern;

/** {@code connect}, {@code listen} and {@code relay}, to be run. */
final class Pipes {
  private static final Pattern LISTENING =
      Pattern.compile("listening (?:tcp|udp|tls)://(?:127\\.0\\.0\\.1|\\[::1]):(\\d+)\n");

  private static final int MEBIBYTE = 1 << 20;

  private Pipes() {}

  static Command connect(int port, String... options) {
    return Command.jackfield("connect").and(options).and("127.0.0.1", "" + port);
  }

  static Command listen(String... options) {
    return Command.jackfield("listen").and(options);
  }

  static Command relay(String... options) {
    return Command.jackfield("relay").and(options);
  }

  /** The port that it says it listens on. */
  static int port(Child listening) {
    return Integer.parseInt(listening.err().await(LISTENING).group(1));
  }

  /** OpenBSD's nc as a client, which ends its half with its input. */
  static Finished nc(int port, String input) {
    return Command.tool("nc", "-N", "127.0.0.1", "" + port).run(input);
  }

  /** A file of so many MiB of random bytes. */
  static Path random(Path file, int mebibytes) {
    var random = new Random(mebibytes);
    byte[] piece = new byte[MEBIBYTE];
    try (var out = Files.newOutputStream(file)) {
      for (int i = 0; i < mebibytes; i++) {
        random.nextBytes(piece);
        out.write(piece);
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file's SHA-256, as sha256sum(1) writes it. */
  static String sha256(Path file) {
    try (var in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] piece = new byte[MEBIBYTE];
      for (int count; (count = in.read(piece)) >= 0; ) {
        digest.update(piece, 0, count);
      }
      return "%064x".formatted(new BigInteger(1, digest.digest()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** A command line of a shell, whose {@code "$@"} is another command. */
  static Command shell(String line, Command command) {
    return Command.tool("bash", "-c", line, "bash").and(command.words().toArray(String[]::new));
  }
}
