package io.jackfield.service.files;

import io.jackfield.protocol.files.FileHeader;
import io.jackfield.protocol.files.FileNames;
import io.jackfield.protocol.files.FilesProtocolException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A file to be sent, as it was when it was looked at.
 *
 * @param file where it is
 * @param path what the receiver is to call it; with {@code /} if it is in a folder
 * @param size in bytes
 * @param modifiedNanos when it was last changed, since 1970
 * @param mode its permissions, nine bits
 * @param key which file it is; null where that is not known
 */
public record FileToSend(
    Path file, String path, long size, long modifiedNanos, int mode, @Nullable Object key) {
  private static final int USUAL_MODE = 0644;

  /**
   * The files that an argument of a command stands for: itself, or all in a folder and its folders,
   * in the order of their names. Links within folders are left out, as is what is no file, and
   * files and folders whose names begin with a dot, which no receiver takes.
   *
   * @param leftOut told the path of each that is left out for its dot; of a folder, which ends in
   *     {@code /}, and not of what is in it
   * @throws IOException with a sentence that names it, if there is nothing to send, or if its own
   *     name begins with a dot
   */
  public static List<FileToSend> of(Path argument, Consumer<String> leftOut) throws IOException {
    Path real = argument.toAbsolutePath().normalize();
    String name = String.valueOf(real.getFileName());
    if (!Files.exists(argument)) {
      throw new FileNotFoundException("there is no file '" + argument + "'");
    }
    requireNoDot(name);
    if (!Files.isDirectory(argument)) {
      if (!Files.isRegularFile(argument)) {
        throw new IOException("'" + argument + "' is no file: only files and folders can be sent");
      }
      return List.of(look(argument, name));
    }
    FolderWalk walk = FolderWalk.through(real);
    walk.leftOut().forEach(leftOut);
    if (walk.found().isEmpty()) {
      throw new IOException(
          "there is no file in the folder '"
              + argument
              + (walk.leftOut().isEmpty() ? "'" : "' whose name does not begin with a dot"));
    }
    List<FileToSend> files = new ArrayList<>();
    for (Path one : walk.found()) {
      files.add(look(one, walk.path(one)));
    }
    return files;
  }

  private static void requireNoDot(String name) throws IOException {
    if (name.startsWith(".")) {
      throw new IOException("'" + name + "' cannot be sent: a name may not begin with a dot");
    }
  }

  private static FileToSend look(Path file, String path) throws IOException {
    try {
      FileNames.requireVisible(path);
    } catch (FilesProtocolException e) {
      throw new IOException("'" + path + "' cannot be sent: " + e.getMessage(), e);
    }
    BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
    return new FileToSend(
        file,
        path,
        now.size(),
        now.lastModifiedTime().to(TimeUnit.NANOSECONDS),
        mode(file),
        now.fileKey());
  }

  private static int mode(Path file) throws IOException {
    try {
      return Placing.mode(Files.getPosixFilePermissions(file));
    } catch (UnsupportedOperationException e) {
      return USUAL_MODE;
    }
  }

  /** Whether it needs a receiver that takes folders. */
  boolean isInFolder() {
    return path.indexOf('/') >= 0;
  }

  FileHeader header() {
    long seconds = TimeUnit.NANOSECONDS.toSeconds(Math.max(0, modifiedNanos));
    return new FileHeader(size, seconds, mode, path);
  }

  /**
   * Refuses to go on with a file that is not what it was.
   *
   * @throws IOException with a sentence that names it
   */
  void requireUnchanged() throws IOException {
    BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
    if (now.size() != size
        || now.lastModifiedTime().to(TimeUnit.NANOSECONDS) != modifiedNanos
        || !Objects.equals(now.fileKey(), key)) {
      throw changed();
    }
  }

  /** What a failure to send it is: a file that ends too early has changed. */
  IOException told(IOException failure) {
    return failure instanceof EOFException && failure.getMessage() == null ? changed() : failure;
  }

  private IOException changed() {
    return new IOException("'" + path + "' changed while it was sent; send it again");
  }
}
