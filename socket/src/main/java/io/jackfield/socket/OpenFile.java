package io.jackfield.socket;

import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.linux.Descriptor;
import io.jackfield.socket.linux.FileCalls;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file opened for {@link Socket#sendFile}. Any thread; close waits for nobody. */
public final class OpenFile implements AutoCloseable {
  private final Descriptor descriptor;

  private OpenFile(int number) {
    descriptor = Descriptor.takeOver(number);
  }

  /**
   * Opens a file for reading: {@code open(2)}.
   *
   * @throws NoSuchFileException if there is none
   * @throws AccessDeniedException if this user may not read it
   * @throws FileSystemException for any other reason, which it names
   */
  public static OpenFile forReading(Path path) throws IOException {
    Abi.requireSupported();
    int number = FileCalls.openForReading(path);
    if (number >= 0) {
      return new OpenFile(number);
    }
    Errno errno = new Errno(-number);
    throw switch (errno.number()) {
      case Errno.ENOENT -> new NoSuchFileException(path.toString());
      case Errno.EACCES -> new AccessDeniedException(path.toString());
      default ->
          new FileSystemException(
              path.toString(), null, errno.meaning() + " (" + errno.symbol() + ")");
    };
  }

  void enter() throws ClosedChannelException {
    if (!descriptor.enter()) {
      throw new ClosedChannelException();
    }
  }

  void leave() {
    descriptor.leave();
  }

  int number() {
    return descriptor.number();
  }

  @Override
  public void close() {
    descriptor.close();
  }
}
