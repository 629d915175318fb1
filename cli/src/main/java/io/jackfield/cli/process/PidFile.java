package io.jackfield.cli.process;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * A file that says which process serves: its number in decimal, and a line's end. It is there from
 * when the process serves to when it ends, and whole whenever it is read.
 */
public final class PidFile {
  /** Of a number and a line's end; a longer file is no pid file. */
  private static final int LONGEST_BYTES = 32;

  /** The file is that of a server that runs. */
  public static final class InUseException extends FileSystemException {
    private static final long serialVersionUID = 1L;

    InUseException(Path file, long pid) {
      super(file.toString(), null, "it is the pid file of process " + pid + ", which serves");
    }
  }

  private final Path path;
  private final long pid = ProcessHandle.current().pid();

  private PidFile(Path path) {
    this.path = path;
  }

  /**
   * Looks whether it may be had; writes nothing yet. One that a server has left which runs no more
   * makes way.
   *
   * @param predecessor the process whose place this one takes, and whose file it may be; 0 for none
   * @throws InUseException if another server that runs has it
   * @throws IOException if it is something else than a pid file, or its folder is not there
   */
  public static PidFile claim(Path path, long predecessor) throws IOException {
    Path absolute = path.toAbsolutePath();
    Path folder = absolute.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new NoSuchFileException(String.valueOf(folder), null, "there is no such folder");
    }
    Long found = read(absolute);
    if (found != null && found != predecessor && ServerProcess.of(found).isServer()) {
      throw new InUseException(absolute, found);
    }
    return new PidFile(absolute);
  }

  /**
   * Which process a file names.
   *
   * @return null if there is no such file, or it is empty
   * @throws IOException if it is something else than a pid file
   */
  public static @Nullable Long read(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return null;
    }
    if (!Files.isRegularFile(path) || Files.size(path) > LONGEST_BYTES) {
      throw noPidFile(path);
    }
    String text = Files.readString(path, US_ASCII).strip();
    if (text.isEmpty()) {
      return null;
    }
    if (!text.matches("[0-9]{1,10}")) {
      throw noPidFile(path);
    }
    return Long.valueOf(text);
  }

  private static FileSystemException noPidFile(Path path) {
    return new FileSystemException(path.toString(), null, "it is there, and is no pid file");
  }

  /** Writes this process's number, in the place of what is there. */
  public void write() throws IOException {
    Path whole = path.resolveSibling("." + path.getFileName() + "." + pid);
    try {
      Files.writeString(whole, pid + "\n", US_ASCII);
      Files.move(whole, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.deleteIfExists(whole);
      throw e;
    }
  }

  /** Takes it away, unless it names another process by now. */
  public void remove() throws IOException {
    Long found = read(path);
    if (found != null && found == pid) {
      Files.deleteIfExists(path);
    }
  }
}
