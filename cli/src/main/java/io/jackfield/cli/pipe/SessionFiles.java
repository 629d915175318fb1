package io.jackfield.cli.pipe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Files that what passes is written to as well, both ways, in the order in which it comes: as it is
 * and as hexadecimal. A disk that is slow holds up the pipe. For one thread.
 */
public final class SessionFiles implements AutoCloseable {
  private final @Nullable FileChannel plain;
  private final @Nullable FileChannel hex;

  private SessionFiles(@Nullable FileChannel plain, @Nullable FileChannel hex) {
    this.plain = plain;
    this.hex = hex;
  }

  /**
   * Opens them; null if there are none.
   *
   * @param append whether to go on at their end; else they are emptied
   * @throws IOException if one cannot be written
   */
  public static @Nullable SessionFiles open(
      @Nullable Path plain, @Nullable Path hex, boolean append) throws IOException {
    if (plain == null && hex == null) {
      return null;
    }
    FileChannel first = open(plain, append);
    try {
      return new SessionFiles(first, open(hex, append));
    } catch (IOException e) {
      close(first);
      throw e;
    }
  }

  private static @Nullable FileChannel open(@Nullable Path path, boolean append)
      throws IOException {
    if (path == null) {
      return null;
    }
    Set<OpenOption> how =
        Set.of(
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE,
            append ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING);
    return FileChannel.open(path, how);
  }

  /** Writes what passes; the position of {@code data} stays. */
  void passed(ByteBuffer data) throws IOException {
    write(plain, data.duplicate());
    if (hex != null) {
      write(hex, HexDump.of(data));
    }
  }

  private static void write(@Nullable FileChannel file, ByteBuffer data) throws IOException {
    while (file != null && data.hasRemaining()) {
      int _ = file.write(data);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      close(plain);
    } finally {
      close(hex);
    }
  }

  private static void close(@Nullable FileChannel file) throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
