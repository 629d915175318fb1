package io.jackfield.cli.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files in which the kernel tells of itself, {@code /proc}. Source: proc(5). */
public final class KernelFiles {
  private static final int MOST_BYTES = 1 << 20;

  private final Path proc;

  KernelFiles(Path proc) {
    this.proc = proc;
  }

  /** Those of the machine. */
  public static KernelFiles real() {
    return new KernelFiles(Path.of("/proc"));
  }

  /** All of a file, null if it is not there or may not be read. */
  @Nullable String text(String file) {
    try (var in = new FileInputStream(proc.resolve(file).toFile())) {
      // In one large read: some files of /proc/sys are at their end after the first, however short.
      return new String(in.readNBytes(MOST_BYTES), UTF_8);
    } catch (IOException e) {
      return null;
    }
  }

  /** The lines of a file; none if it is not there. */
  List<String> lines(String file) {
    String text = text(file);
    return text == null ? List.of() : text.lines().toList();
  }

  /**
   * A setting of sysctl(8), by its name there: its words with one space between them, null if this
   * kernel has none such.
   */
  public @Nullable String setting(String name) {
    String text = text("sys/" + name.replace('.', '/'));
    return text == null ? null : text.strip().replaceAll("\\s+", " ");
  }

  /** A setting that is a number; null also if it is none. */
  @Nullable Long number(String name) {
    String text = setting(name);
    try {
      return text == null ? null : Long.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** What stands behind {@code key:} in the status of this process; null if there is none. */
  @Nullable String status(String key) {
    for (String line : lines("self/status")) {
      if (line.startsWith(key + ":")) {
        return line.substring(key.length() + 1).strip();
      }
    }
    return null;
  }
}
