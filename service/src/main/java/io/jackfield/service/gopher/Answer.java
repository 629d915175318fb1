package io.jackfield.service.gopher;

import io.jackfield.service.folder.ServedFile;

/** What is sent to a client. Whoever has it closes it. */
sealed interface Answer extends AutoCloseable {
  /**
   * A menu.
   *
   * @param wire as it is sent, with its end
   */
  @SuppressWarnings("ArrayRecordComponent") // Sent, and never compared.
  record Menu(byte[] wire) implements Answer {
    @Override
    public void close() {}
  }

  /** A file as a text, whose lines are changed on the way. */
  record Text(ServedFile file, long bytes) implements Answer {
    @Override
    public void close() {
      file.close();
    }
  }

  /** A file as it is. */
  record Binary(ServedFile file, long bytes) implements Answer {
    @Override
    public void close() {
      file.close();
    }
  }

  @Override
  void close();
}
