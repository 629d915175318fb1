package io.jackfield.service.commands;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is in the folders that are served, as text. Names that begin with a dot are neither listed
 * nor entered, and symbolic links count for what they lead to: those out of the root for nothing.
 * Reads the disk, so it is not for a loop's thread. Any other.
 */
public final class Listing {
  /** How many names are listed at most: of a folder with more some, and a line that says so. */
  static final int LIMIT_NAMES = 4_096;

  private final Path root;
  private final int limitNames;

  /** Of what is under {@code root}, which is looked at when somebody asks. */
  public Listing(Path root) {
    this(root, LIMIT_NAMES);
  }

  Listing(Path root, int limitNames) {
    this.root = root;
    this.limitNames = limitNames;
  }

  /** What is told of one file. */
  private record Entry(String name, boolean isFolder) {
    /** UTF-8 has the order of the code points, UTF-16 has not. */
    static final Comparator<Entry> BY_CODE_POINT =
        (one, other) -> Arrays.compareUnsigned(one.utf8(), other.utf8());

    private byte[] utf8() {
      return name.getBytes(UTF_8);
    }
  }

  /**
   * The names in a folder, sorted by code point, a line each, folders with {@code /} behind them;
   * or an error, a line too.
   *
   * @param folder as it was typed, in UTF-8: from the root on; the root itself if it is empty
   */
  public byte[] of(byte[] folder) {
    try {
      Path top = root.toRealPath();
      Path found = find(top, new String(folder, UTF_8));
      if (found != null) {
        return list(top, found);
      }
    } catch (IOException e) {
      // It is not there, no folder, or may not be read: to a client all the same.
    }
    var error = new ByteArrayOutputStream();
    error.writeBytes("error: no such directory: ".getBytes(UTF_8));
    error.writeBytes(folder);
    error.write('\n');
    return error.toByteArray();
  }

  private static @Nullable Path find(Path top, String folder) throws IOException {
    Path asked;
    try {
      asked = Path.of(folder);
    } catch (InvalidPathException e) { // With a NUL.
      return null;
    }
    if (asked.isAbsolute() || isHidden(asked)) {
      return null;
    }
    Path found = top.resolve(asked).toRealPath();
    return isServed(top, found) ? found : null;
  }

  /** Whether a path without links may be seen. */
  private static boolean isServed(Path top, Path found) {
    return found.startsWith(top) && !isHidden(top.relativize(found));
  }

  /** Whether one of its names begins with a dot, as those of the way up do. */
  private static boolean isHidden(Path relative) {
    for (Path name : relative) {
      if (name.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  private byte[] list(Path top, Path folder) throws IOException {
    List<Entry> entries = new ArrayList<>();
    boolean isWhole = true;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Entry entry = entry(top, file);
        if (entry != null && entries.size() == limitNames) {
          isWhole = false;
          break;
        }
        if (entry != null) {
          entries.add(entry);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    entries.sort(Entry.BY_CODE_POINT);
    var text = new ByteArrayOutputStream();
    for (Entry entry : entries) {
      text.writeBytes(entry.utf8());
      text.writeBytes((entry.isFolder ? "/\n" : "\n").getBytes(UTF_8));
    }
    if (!isWhole) {
      String cut = "error: more than " + limitNames + " names; the rest is not listed\n";
      text.writeBytes(cut.getBytes(UTF_8));
    }
    return text.toByteArray();
  }

  /** Null where it is not to be seen, or gone meanwhile. */
  private static @Nullable Entry entry(Path top, Path file) {
    Path name = file.getFileName();
    if (isHidden(name)) {
      return null;
    }
    Path target = file;
    if (Files.isSymbolicLink(file)) {
      try {
        target = file.toRealPath();
      } catch (IOException e) {
        return null; // It leads nowhere.
      }
      if (!isServed(top, target)) {
        return null;
      }
    }
    // A name with a line's end within it is not to pass for two.
    String shown = name.toString().replace('\n', '\ufffd').replace('\r', '\ufffd');
    return new Entry(shown, Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS));
  }
}
