package io.jackfield.service.folder;

import io.jackfield.socket.OpenFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A file or a folder of a {@link ServedFolder}, open: the very one that was checked, whatever takes
 * its name meanwhile. Any thread; all but {@link #file} and {@link #close} wait for the disk.
 */
public final class ServedFile implements AutoCloseable {
  /**
   * What is in a folder.
   *
   * @param sizeBytes of a file; 0 of a folder
   */
  public record Entry(String name, boolean isFolder, long sizeBytes) {}

  /**
   * What is in a folder, by name.
   *
   * @param isWhole false if there is more
   */
  public record Entries(List<Entry> entries, boolean isWhole) {
    /** Copies the list. */
    public Entries {
      entries = List.copyOf(entries);
    }
  }

  private final ServedFolder root;
  private final OpenFile file;
  private final OpenFile.Use use;
  private final String path;

  ServedFile(ServedFolder root, OpenFile file, String path) throws IOException {
    this.root = root;
    this.file = file;
    this.use = file.use();
    this.path = path;
  }

  /** The file, to be sent; this one's to close. */
  public OpenFile file() {
    return file;
  }

  /** As it was asked for. */
  public String path() {
    return path;
  }

  /** What leads to the open file, whatever its name leads to. */
  Path link() {
    return Path.of("/proc/self/fd/" + use.descriptor());
  }

  /** Where it lies. */
  Path realPath() throws IOException {
    return Files.readSymbolicLink(link());
  }

  /** Whether it is a folder. */
  public boolean isFolder() {
    return Files.isDirectory(link());
  }

  /** How long it is now. */
  public long sizeBytes() throws IOException {
    return use.size();
  }

  /**
   * Reads from {@code offset} on, at most 64 KiB.
   *
   * @return how many bytes, -1 at the end
   */
  public int read(ByteBuffer into, long offset) throws IOException {
    return use.read(into, offset);
  }

  /**
   * What is served of a folder.
   *
   * @param limit how many names are looked at
   */
  public Entries entries(int limit) throws IOException {
    var found = new ArrayList<Entry>();
    int seen = 0;
    try (DirectoryStream<Path> names = Files.newDirectoryStream(link())) {
      for (Path one : names) {
        if (++seen > limit) {
          break;
        }
        entry(one).ifPresent(found::add);
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    found.sort(Comparator.comparing(Entry::name));
    return new Entries(found, seen <= limit);
  }

  /** Empty for what is not served, or is gone again. */
  private Optional<Entry> entry(Path at) {
    String name = at.getFileName().toString();
    if (!ServedFolder.isServed(name)) {
      return Optional.empty();
    }
    try {
      var one = Files.readAttributes(at, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (one.isSymbolicLink()) {
        if (!root.isInside(at.toRealPath())) {
          return Optional.empty();
        }
        one = Files.readAttributes(at, BasicFileAttributes.class);
      }
      return one.isDirectory() || one.isRegularFile()
          ? Optional.of(new Entry(name, one.isDirectory(), one.isDirectory() ? 0 : one.size()))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Closes it; what is being sent of it is sent. */
  @Override
  public void close() {
    use.close();
    file.close();
  }
}
