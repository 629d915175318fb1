package io.jackfield.service.files;

import java.io.IOException;
import java.util.Collection;

/** What is said over one connection, in one of the two forms. For one thread. */
sealed interface Conversation permits PlainConversation, ResumingConversation {
  /**
   * Before the first file.
   *
   * @param files that are to be sent
   * @throws RefusedException if the receiver will have none at all
   */
  void begin(Collection<FileToSend> files) throws IOException;

  /**
   * Sends one file.
   *
   * @throws RefusedException if the receiver will not have it
   */
  void send(FileToSend file) throws IOException;

  /** Whether the content of the last file had begun: then its transfer is told how it ends. */
  boolean hasBegun();
}
