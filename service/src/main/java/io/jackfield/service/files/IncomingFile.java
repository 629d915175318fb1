package io.jackfield.service.files;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.jackfield.protocol.files.FileHeader;
import io.jackfield.protocol.files.FilesProtocolException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One file that is being received: a temporary one beside its place until it is whole. Its methods
 * wait for the disk and are called one after the other, by any threads; {@link #abandon} may come
 * at any time from another, and does not wait.
 */
final class IncomingFile {
  /** For all who may read what they please: the umask takes away. */
  private static final int PLAIN_MODE = 0666;

  /** How often somebody else may be quicker before that is a failure. */
  private static final int ATTEMPTS = 10;

  private final Folder folder;
  private final String name;
  private final long size;

  /** What is known in the second form; null in the plain one. */
  private final @Nullable FileHeader header;

  private final Sha256 digest = new Sha256();
  private @Nullable Path target;
  private @Nullable Path temporary;
  private @Nullable FileChannel channel;
  private long position;
  private boolean placed;

  // Guarded by this.
  private boolean inUse;
  private boolean abandoned;

  private IncomingFile(Folder folder, String name, long size, @Nullable FileHeader header) {
    this.folder = folder;
    this.name = name;
    this.size = size;
    this.header = header;
  }

  /** One of the plain form: what comes of it is thrown away unless it is whole. */
  static IncomingFile plain(Folder folder, String name, long size) {
    return new IncomingFile(folder, name, size, null);
  }

  /** One of the second form: a part of it is kept for the next attempt. */
  static IncomingFile announced(Folder folder, FileHeader header) {
    return new IncomingFile(folder, header.path(), header.size(), header);
  }

  String name() {
    return name;
  }

  long size() {
    return size;
  }

  /** How many bytes of it are there. */
  long position() {
    return position;
  }

  // ---- before the content -----------------------------------------------------------------------

  /**
   * What is there of a file.
   *
   * @param whole whether the file itself is there, of that size; else so many bytes of it
   * @param digest of those
   */
  record Found(boolean whole, long bytes, String digest) {}

  /** Makes ready for the content of a file in the plain form. */
  void open() throws IOException {
    use(() -> {
      Path place = folder.target(name);
      folder.requireRoom(place, size, size);
      Path file = Folder.temporary(place);
      channel = FileChannel.open(file, Set.of(CREATE_NEW, WRITE), Placing.ownersOnly(parent(file)));
      temporary = file;
      target = place;
      return null;
    });
  }

  /** Looks for what is there of a file in the second form, and makes ready for the rest. */
  Found find() throws IOException {
    return use(() -> {
      Path place = folder.targetOfPath(name);
      BasicFileAttributes there = Folder.attributes(place);
      if (there != null && there.isRegularFile() && there.size() == size && !folder.overwrites()) {
        try (FileChannel same = FileChannel.open(place, Set.of(READ, NOFOLLOW_LINKS))) {
          digest.addFirst(same, size);
        }
        return new Found(true, size, digest.soFar());
      }
      folder.requireFree(place, name);
      folder.requireRoom(place, size, 0);
      target = place;
      openPart(Folder.part(place));
      folder.requireRoom(place, size, size - position);
      return new Found(false, position, digest.soFar());
    });
  }

  /** With a lock, since another sender of the same file would write into the same part. */
  private void openPart(Path part) throws IOException {
    for (int i = 0; i < ATTEMPTS; i++) {
      FileChannel opened = openOrMake(part);
      if (opened != null) {
        channel = opened;
        temporary = part;
        long there = opened.size();
        if (there > size) {
          opened.truncate(0); // Another file's.
          there = 0;
        }
        digest.addFirst(opened, there);
        position = there;
        return;
      }
    }
    throw busy();
  }

  private FilesProtocolException busy() {
    return new FilesProtocolException("'" + name + "' is just being received from another sender");
  }

  /** Null where what was found has changed meanwhile. */
  private @Nullable FileChannel openOrMake(Path part) throws IOException {
    Object before = key(part);
    FileChannel opened;
    try {
      opened =
          before == null
              ? FileChannel.open(
                  part, Set.of(CREATE_NEW, READ, WRITE), Placing.ownersOnly(parent(part)))
              : FileChannel.open(part, Set.of(READ, WRITE, NOFOLLOW_LINKS));
    } catch (FileAlreadyExistsException | NoSuchFileException e) {
      return null;
    }
    try {
      if (opened.tryLock() == null) {
        throw busy();
      }
      // Who had it before may have given it its name between the opening and the lock.
      Object now = key(part);
      if (now != null && (before == null || now.equals(before))) {
        return opened;
      }
      opened.close();
      return null;
    } catch (OverlappingFileLockException e) {
      opened.close();
      throw busy();
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /** Which file it is; null for none. */
  private @Nullable Object key(Path part) throws IOException {
    BasicFileAttributes there = Folder.attributes(part);
    if (there == null) {
      return null;
    }
    if (!there.isRegularFile()) {
      throw new FilesProtocolException("'" + name + "' cannot be received: its part is no file");
    }
    return Objects.requireNonNullElse(there.fileKey(), there.creationTime());
  }

  private static Path parent(Path file) {
    return Objects.requireNonNull(file.getParent(), "in a folder");
  }

  // ---- the content ------------------------------------------------------------------------------

  /** The content begins at this offset: what is there behind it is another file's. */
  void from(long offset) throws IOException {
    use(() -> {
      if (offset != position) {
        channel().truncate(offset);
        digest.reset();
        digest.addFirst(channel(), offset);
        position = offset;
      }
      return null;
    });
  }

  /** Appends what the buffer has left. */
  void write(ByteBuffer bytes) throws IOException {
    use(() -> {
      if (header != null) {
        digest.add(bytes.duplicate());
      }
      while (bytes.hasRemaining()) {
        position += channel().write(bytes, position);
      }
      return null;
    });
  }

  private FileChannel channel() {
    return Objects.requireNonNull(channel, "not open");
  }

  /**
   * Gives it its name.
   *
   * @param expected its SHA-256 as the sender has it; null if it did not say
   * @throws FilesProtocolException if the content is not what was sent, or the name is taken
   */
  void finish(@Nullable String expected) throws IOException {
    use(() -> {
      Path file = Objects.requireNonNull(temporary, "not open");
      Path place = Objects.requireNonNull(target, "not open");
      if (expected != null && !expected.equals(digest.soFar())) {
        Files.deleteIfExists(file); // The next attempt begins anew.
        throw new FilesProtocolException(
            "the SHA-256 of '" + name + "' is another one here: it has changed, or been damaged");
      }
      Placing.permissions(file, header == null ? PLAIN_MODE : header.mode());
      if (header != null) {
        Files.setLastModifiedTime(file, FileTime.from(header.modifiedSeconds(), TimeUnit.SECONDS));
      }
      try {
        folder.place(file, place);
      } catch (FileAlreadyExistsException e) {
        throw new FilesProtocolException("'" + name + "' is there already");
      }
      placed = true;
      channel().close();
      return null;
    });
  }

  // ---- the end of a failure ---------------------------------------------------------------------

  private <T> T use(Callable<T> work) throws IOException {
    enter();
    try {
      return work.call();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    } finally {
      leave();
    }
  }

  private synchronized void enter() throws FilesProtocolException {
    if (abandoned) {
      throw new FilesProtocolException("the transfer is over");
    }
    inUse = true;
  }

  private void leave() {
    boolean last;
    synchronized (this) {
      inUse = false;
      last = abandoned;
    }
    if (last) {
      discard();
    }
  }

  /**
   * Nothing more will come of it: the temporary file is removed, unless the next attempt can go on
   * from it. Whoever uses it at the moment does that when done.
   */
  void abandon() {
    synchronized (this) {
      if (abandoned) {
        return;
      }
      abandoned = true;
      if (inUse) {
        return;
      }
    }
    discard();
  }

  private void discard() {
    Path file = temporary;
    try {
      // First the file, then what locks it.
      if (file != null && !placed && (header == null || position == 0)) {
        Files.deleteIfExists(file);
      }
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      System.getLogger(IncomingFile.class.getName())
          .log(System.Logger.Level.WARNING, "a temporary file stays: " + file, e);
    }
  }
}
