package io.jackfield.service.gopher;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jackfield.protocol.gopher.MenuItem;
import io.jackfield.reactor.endpoint.HostPort;
import io.jackfield.service.folder.ServedFile;
import io.jackfield.service.folder.ServedFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Looks for words below a folder, in the names of files and in the lines of texts: a file is found
 * if its name, or one line of it, has all of them. Waits for the disk.
 */
final class WordSearch {
  /** How many files and folders are looked at. */
  static final int MOST_FILES = 10_000;

  /** How many are shown. */
  static final int MOST_FOUND = 100;

  /** How much of a text is read. */
  static final int FILE_LIMIT_BYTES = 1 << 20;

  /** How much is read in all. */
  static final long LIMIT_BYTES = 64L << 20;

  /** How many folders inside each other are gone into. */
  static final int DEEPEST = 16;

  private static final int LONGEST_EXCERPT = 60;

  /** A folder that waits. */
  private record Branch(String path, int depth) {}

  private final ServedFolder root;
  private final HostPort here;
  private final List<String> words;
  private final BooleanSupplier stop;
  private final MenuWriter menu = new MenuWriter();
  private final ArrayDeque<Branch> branches = new ArrayDeque<>();
  private int seen;
  private int found;
  private long readBytes;
  private boolean isWhole = true;

  /**
   * Will look for words.
   *
   * @param words separated by blanks
   * @param stop whether nobody waits for the answer any more; asked before each file
   */
  WordSearch(ServedFolder root, HostPort here, String words, BooleanSupplier stop) {
    this.root = root;
    this.here = here;
    this.words = List.of(words.strip().toLowerCase(Locale.ROOT).split("\\s+", -1));
    this.stop = stop;
  }

  /** What there is below a folder, whose selector is empty or has a slash before each name. */
  Answer.Menu below(String folder) {
    branches.add(new Branch(folder, 0));
    while (!branches.isEmpty() && goesOn()) {
      look(branches.removeFirst());
    }
    String what = "'" + String.join(" ", words) + "'";
    menu.add(
        MenuItem.information(
            (found == 0 ? "Nothing" : found == 1 ? "1 file" : found + " files")
                + " found for "
                + what
                + (isWhole ? "." : "; not everything was looked at.")));
    return menu.end();
  }

  private boolean goesOn() {
    boolean isOver = seen >= MOST_FILES || found >= MOST_FOUND || readBytes >= LIMIT_BYTES;
    isWhole &= !isOver;
    return !isOver && !stop.getAsBoolean();
  }

  private void look(Branch branch) {
    ServedFile.Entries contents;
    try (ServedFile folder = root.open(branch.path())) {
      contents = folder.entries(MOST_FILES);
    } catch (IOException e) {
      return; // Gone, or not to be read.
    }
    isWhole &= contents.isWhole();
    for (ServedFile.Entry entry : contents.entries()) {
      if (!goesOn()) {
        return;
      }
      seen++;
      if (!entry.name().equals(FolderMenu.MAP)) {
        look(branch, entry);
      }
    }
  }

  private void look(Branch branch, ServedFile.Entry entry) {
    if (isFoundIn(entry.name())) {
      found(FolderMenu.item(root, branch.path(), entry, here));
    } else if (!entry.isFolder()) {
      String path = branch.path() + "/" + entry.name();
      line(entry.name(), path)
          .ifPresent(line ->
              found(
                  FolderMenu.item(
                      FileTypes.TEXT, entry.name() + ": " + excerpt(line), path, here)));
    }
    if (entry.isFolder() && branch.depth() < DEEPEST) {
      branches.add(new Branch(branch.path() + "/" + entry.name(), branch.depth() + 1));
    } else if (entry.isFolder()) {
      isWhole = false;
    }
  }

  private void found(MenuItem item) {
    found++;
    menu.add(item);
  }

  /** The first line of a text that has all words. */
  private Optional<String> line(String name, String path) {
    if (FileTypes.of(name, () -> root.open(path)) != FileTypes.TEXT) {
      return Optional.empty();
    }
    try (ServedFile file = root.open(path)) {
      int size = (int) Math.min(Math.max(file.sizeBytes(), 0), FILE_LIMIT_BYTES);
      isWhole &= size == file.sizeBytes();
      var bytes = ByteBuffer.allocate(size);
      while (bytes.hasRemaining() && file.read(bytes, bytes.position()) > 0) {
        // Goes on where it was.
      }
      readBytes += bytes.position();
      String text = new String(Arrays.copyOf(bytes.array(), bytes.position()), UTF_8);
      return text.lines().filter(this::isFoundIn).findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private boolean isFoundIn(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return words.stream().allMatch(lower::contains);
  }

  private static String excerpt(String line) {
    String bare = line.strip();
    int points = bare.codePointCount(0, bare.length());
    return points <= LONGEST_EXCERPT
        ? bare
        : bare.substring(0, bare.offsetByCodePoints(0, LONGEST_EXCERPT - 1)) + "…";
  }
}
