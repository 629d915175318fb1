package io.jackfield.service.files;

import io.jackfield.protocol.files.FilesProtocolException;
import io.jackfield.service.files.TransferListener.Transfer;
import io.jackfield.socket.OpenFile;
import java.io.IOException;
import java.util.Collection;

/** Files sent in the plain form: name, size, content, each answered {@code OK}. */
final class PlainConversation implements Conversation {
  /** Between two of these a progress bar is told, and a refusal heard. */
  static final long PIECE_BYTES = 256L * 1024;

  private final Dialogue dialogue;
  private final TransferListener listener;
  private boolean hasBegun;

  PlainConversation(Dialogue dialogue, TransferListener listener) {
    this.dialogue = dialogue;
    this.listener = listener;
  }

  @Override
  public void begin(Collection<FileToSend> files) throws IOException {
    for (FileToSend file : files) {
      if (file.isInFolder()) {
        throw new FilesProtocolException(
            "the receiver takes no folders: it speaks the plain form alone; send the files by name");
      }
    }
  }

  @Override
  public void send(FileToSend file) throws IOException {
    hasBegun = false;
    try (OpenFile open = OpenFile.forReading(file.file())) {
      dialogue.say(dialogue.codec().name(file.path()));
      var _ = dialogue.hear();
      dialogue.say(dialogue.codec().size(file.size()));
      var _ = dialogue.hear();
      Transfer transfer = listener.begun(file.path(), file.size(), 0);
      hasBegun = true;
      try {
        for (long at = 0; at < file.size(); ) {
          long count = Math.min(PIECE_BYTES, file.size() - at);
          if (at + count == file.size()) {
            file.requireUnchanged(); // While the receiver can still tell that it is not whole.
          }
          dialogue.sendFile(open, at, count);
          at += count;
          transfer.at(at);
        }
        dialogue.codec().whole();
        var _ = dialogue.hear();
        transfer.done();
      } catch (IOException e) {
        throw failed(transfer, file.told(e));
      }
    }
  }

  @Override
  public boolean hasBegun() {
    return hasBegun;
  }

  static IOException failed(Transfer transfer, IOException why) {
    transfer.failed(String.valueOf(why.getMessage()));
    return why;
  }
}
