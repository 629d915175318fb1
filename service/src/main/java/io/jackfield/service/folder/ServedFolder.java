package io.jackfield.service.folder;

import io.jackfield.socket.OpenFile;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The folder whose files are served, and nothing else: what is opened is looked at once it is open,
 * where the kernel says that it lies. So neither {@code ..} nor a symbolic link leads out of it,
 * nor one that is made meanwhile; a link may lead to another place inside. Names that begin with a
 * dot are not there. Any thread; everything waits for the disk. Source: proc(5), {@code
 * /proc/PID/fd}.
 */
public final class ServedFolder {
  private final Path real;

  private ServedFolder(Path real) {
    this.real = real;
  }

  /**
   * The folder at {@code root}, wherever links lead there.
   *
   * @throws IOException if there is none
   */
  public static ServedFolder at(Path root) throws IOException {
    return new ServedFolder(root.toRealPath());
  }

  /**
   * Opens a file or a folder.
   *
   * @param path with slashes, to begin with one or not; empty for the folder itself
   * @throws NoSuchFileException if there is nothing of that name to be served
   * @throws IOException if it cannot be read
   */
  public ServedFile open(String path) throws IOException {
    Path wanted = real.resolve(relative(path));
    // Before it is opened: a pipe would be waited for until somebody writes to it.
    requireFileOrFolder(wanted, path);
    var opened = new ServedFile(this, OpenFile.forReading(wanted), path);
    try {
      if (!isInside(opened.realPath())) {
        throw new NoSuchFileException(path);
      }
      requireFileOrFolder(opened.link(), path);
      return opened;
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private static void requireFileOrFolder(Path at, String path) throws IOException {
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(at, BasicFileAttributes.class);
    } catch (AccessDeniedException e) {
      throw e;
    } catch (FileSystemException e) {
      throw new NoSuchFileException(path); // A name that is too long, a link that leads to itself.
    }
    if (!attributes.isRegularFile() && !attributes.isDirectory()) {
      throw new NoSuchFileException(path);
    }
  }

  private static Path relative(String path) throws NoSuchFileException {
    Path relative = Path.of("");
    for (String name : path.split("/", -1)) {
      if (!name.isEmpty()) {
        if (!isServed(name)) {
          throw new NoSuchFileException(path);
        }
        try {
          relative = relative.resolve(name);
        } catch (InvalidPathException e) {
          throw new NoSuchFileException(path, null, e.getReason());
        }
      }
    }
    return relative;
  }

  /** Whether files of that name are served: {@code ..} is not, nor is what is no text. */
  static boolean isServed(String name) {
    return !name.startsWith(".")
        && name.chars().noneMatch(c -> c == 0xfffd || Character.isISOControl(c));
  }

  /** Whether a path without links lies in the folder, and under no name that is not served. */
  boolean isInside(Path realPath) {
    if (!realPath.startsWith(real)) {
      return false;
    }
    for (Path name : real.relativize(realPath)) {
      if (name.toString().startsWith(".")) {
        return false;
      }
    }
    return true;
  }
}
