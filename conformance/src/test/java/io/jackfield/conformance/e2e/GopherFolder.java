package io.jackfield.conformance.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;

/** A folder to be served by Gopher, and beside it what must not be. */
final class GopherFolder {
  /** What no answer may have in it. */
  static final String SECRET = "the secret";

  static final String DOTS = "first\n.second\n..\n.\nlast";

  /** The same as it is sent. */
  static final String DOTS_SENT = "first\r\n..second\r\n...\r\n..\r\nlast\r\n.\r\n";

  private GopherFolder() {}

  /** Makes one; the folder to be served is {@code root} in it. */
  static Path make() {
    try {
      Path folder = Files.createTempDirectory("gopher");
      // A server that runs as somebody else reads it too.
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      Path root = folder.resolve("root");
      Files.createDirectories(root.resolve("sub/.git"));
      Files.writeString(folder.resolve("secret.txt"), SECRET);
      Files.writeString(root.resolve(".hidden.txt"), SECRET);
      Files.writeString(root.resolve("sub/.git/config"), SECRET);
      Files.createSymbolicLink(root.resolve("link.txt"), Path.of("../secret.txt"));
      Files.createSymbolicLink(root.resolve("up"), Path.of(".."));
      Files.writeString(root.resolve("dots.txt"), DOTS);
      Files.writeString(root.resolve("sub/a b.txt"), "nothing but a needle\n");
      Files.writeString(root.resolve("sub/gophermap"), "Below\n0A\ta b.txt\n");
      Files.write(root.resolve("bytes.bin"), bytes(3 << 20));
      Files.writeString(root.resolve("long.txt"), longText());
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] bytes(int count) {
    var bytes = new byte[count];
    new Random(1436).nextBytes(bytes);
    return bytes;
  }

  /** About five megabytes of lines, some of which begin with a dot. */
  static String longText() {
    var text = new StringBuilder();
    for (int n = 0; n < 100_000; n++) {
      text.append(n % 7 == 0 ? "." : "")
          .append("line ")
          .append(n)
          .append(" ".repeat(n % 60))
          .append("|\n");
    }
    return text.toString();
  }
}
