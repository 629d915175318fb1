package io.jackfield.service.folder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A file that is there when it is whole: until then it has a name of its own, and is deleted where
 * that does not come to pass, also at the end of the program. One thread at a time; everything
 * waits for the disk.
 */
public final class NewFile implements AutoCloseable {
  /** How many names are tried: {@code NAME}, {@code NAME.1} and so on. */
  public static final int MOST_NAMES = 1_000;

  /** How long a name may be, in bytes, with what is added to it. Source: {@code NAME_MAX}. */
  private static final int LONGEST_NAME = 200;

  private final Path unfinished;
  private final FileChannel channel;

  private NewFile(Path unfinished, FileChannel channel) {
    this.unfinished = unfinished;
    this.channel = channel;
  }

  /**
   * Begins one in {@code folder}.
   *
   * @throws IOException if nothing can be written there
   */
  public static NewFile in(Path folder) throws IOException {
    Path unfinished = folder.resolve(".jackfield-" + UUID.randomUUID() + ".part");
    FileChannel channel =
        FileChannel.open(unfinished, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    unfinished.toFile().deleteOnExit();
    return new NewFile(unfinished, channel);
  }

  /**
   * A name that a stranger gave, as one for a file in any folder: no path, nothing hidden, nothing
   * that a terminal would obey.
   *
   * @param otherwise what it is called if nothing is left
   */
  public static String nameFor(String given, String otherwise) {
    String name = clean(given.substring(given.lastIndexOf('/') + 1));
    return name.isEmpty() ? clean(otherwise) : name;
  }

  private static String clean(String given) {
    var name = new StringBuilder();
    int bytes = 0;
    for (int codePoint : given.strip().codePoints().toArray()) {
      int shown = isHarmless(codePoint) ? codePoint : '_';
      bytes += shown < 0x80 ? 1 : shown < 0x800 ? 2 : shown < 0x10000 ? 3 : 4;
      if (bytes > LONGEST_NAME) {
        break;
      }
      name.appendCodePoint(shown);
    }
    if (name.indexOf(".") == 0) {
      name.setCharAt(0, '_');
    }
    return name.toString();
  }

  private static boolean isHarmless(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.PRIVATE_USE ->
          false;
      default -> codePoint != '/' && codePoint != '\\';
    };
  }

  /** Writes all that {@code data} has left. */
  public void write(ByteBuffer data) throws IOException {
    while (data.hasRemaining()) {
      channel.write(data);
    }
  }

  /**
   * It is whole: gives it a name that no file has.
   *
   * @param name {@code NAME.1} and so on if there is one of that name
   * @return where it is
   * @throws FileAlreadyExistsException if all of {@value #MOST_NAMES} names are taken
   */
  public Path keepAs(String name) throws IOException {
    channel.close();
    for (int n = 0; n < MOST_NAMES; n++) {
      Path at = unfinished.resolveSibling(n == 0 ? name : name + "." + n);
      if (isKeptAt(at)) {
        return at;
      }
    }
    throw new FileAlreadyExistsException(
        unfinished.resolveSibling(name).toString(), null, "as are all its successors");
  }

  /** Link(2), unlike rename(2), replaces nothing. */
  private boolean isKeptAt(Path at) throws IOException {
    try {
      Files.createLink(at, unfinished);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (UnsupportedOperationException | FileSystemException e) {
      // Without links: an empty file of ours takes the name first.
      return isTaken(at) && isMovedTo(at);
    }
  }

  private static boolean isTaken(Path at) throws IOException {
    try {
      Files.createFile(at);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  private boolean isMovedTo(Path at) throws IOException {
    Files.move(unfinished, at, StandardCopyOption.ATOMIC_MOVE);
    return true;
  }

  /**
   * It is whole: takes the place of what has that name.
   *
   * @throws IOException if that cannot be, as of a folder
   */
  public void replace(Path at) throws IOException {
    channel.close();
    Files.move(unfinished, at, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Deletes it unless it was kept. */
  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(unfinished);
  }
}
