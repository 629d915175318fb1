package io.jackfield.service;

import io.jackfield.service.files.ReceivingSettings;
import io.jackfield.service.menu.MenuFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What services have that read and write files: a folder that is served, one that files are
 * received into, and a secret beside both, to which links lead.
 */
record BadInputFolder(Path top) {
  static final String SECRET = "the secret";
  static final String TEXT = "hello\n";

  /** What is listed of the folder. */
  static final String NAMES = "a.txt\nbytes.bin\nlong.txt\nsub/\n";

  /** More than the kernel keeps for a client that does not read. */
  private static final int MUCH_BYTES = 16 << 20;

  static final long MOST_BYTES = 1 << 20;

  Path root() {
    return top.resolve("root");
  }

  Path received() {
    return top.resolve("received");
  }

  static BadInputFolder make(Path top) throws IOException {
    var made = new BadInputFolder(top);
    Files.writeString(top.resolve("secret.txt"), SECRET);
    Files.writeString(
        Files.createDirectories(made.root().resolve("sub/.git")).resolve("x"), SECRET);
    Files.writeString(made.root().resolve("sub/b.txt"), "b\n");
    Files.writeString(made.root().resolve("a.txt"), TEXT);
    Files.writeString(made.root().resolve(".hidden"), SECRET);
    Files.writeString(made.root().resolve("long.txt"), ".a line\n".repeat(MUCH_BYTES / 8));
    try (var bytes = new RandomAccessFile(made.root().resolve("bytes.bin").toFile(), "rw")) {
      bytes.setLength(MUCH_BYTES);
    }
    Files.createDirectory(made.received());
    Files.writeString(
        top.resolve("menu.toml"),
        """
        start = "main"
        [menu.main]
        prompt = "欢迎致电 10086,请输入1xxx,0转人工服务."
        otherwise = "请重新输入."
        [menu.main.keys]
        0 = { say = "通过可能会被录音." }
        exit = { hang-up = true }
        long = { say = "%s" }
        """
            .formatted("x".repeat(1_000)));
    Files.writeString(made.received().resolve("a.txt"), TEXT);
    Files.writeString(Files.createDirectory(top.resolve("beside")).resolve("x"), SECRET);
    for (Path folder : List.of(made.root(), made.received())) {
      Files.createSymbolicLink(folder.resolve("link"), Path.of("../secret.txt"));
      Files.createSymbolicLink(folder.resolve("up"), Path.of(".."));
      Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));
      Files.createSymbolicLink(folder.resolve("out"), Path.of("../beside"));
    }
    return made;
  }

  /** Files that are sent go where none are served from; the menu has a long text besides. */
  ServiceSettings settings() {
    return ServiceSettings.at(root())
        .with(new ReceivingSettings(received(), false, MOST_BYTES))
        .with(MenuFile.of(top.resolve("menu.toml")));
  }

  /** The secret in any spelling, and what else is not to be had. */
  static List<String> traversals() {
    return List.of(
        "..",
        "../",
        "/..",
        "/../",
        "../secret.txt",
        "/../secret.txt",
        "//../secret.txt",
        "sub/../../secret.txt",
        "sub/..",
        "./../secret.txt",
        "./a.txt",
        ".",
        "../root/a.txt",
        "..\\secret.txt",
        "..\\",
        "%2e%2e/secret.txt",
        "..%2fsecret.txt",
        "%2e%2e/",
        "\u00c0\u00ae\u00c0\u00ae/secret.txt", // Overlong dots.
        "\u00c0\u00ae\u00c0\u00ae\u00c0\u00afsecret.txt", // And a slash.
        "\u00ef\u00bc\u008e\u00ef\u00bc\u008e/secret.txt", // Wide dots.
        ".hidden",
        "/.hidden",
        "sub/.git",
        "sub/.git/x",
        "/etc/passwd",
        "//etc/passwd",
        "out",
        "out/",
        "out/x",
        "out/new/x",
        "a.txt\0",
        "a.txt\0.png",
        "..\0",
        "..\0/secret.txt",
        "link",
        "link/",
        "up",
        "up/",
        "up/secret.txt",
        "up/new.txt",
        "loop",
        "file:///etc/passwd",
        "/proc/self/environ",
        "/proc/self/root/etc/passwd",
        "\u001b]0;x\u0007/..",
        "../".repeat(100) + "etc/passwd");
  }
}
