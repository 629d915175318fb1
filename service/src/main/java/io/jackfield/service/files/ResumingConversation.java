package io.jackfield.service.files;

import io.jackfield.protocol.files.Answer;
import io.jackfield.service.files.TransferListener.Transfer;
import io.jackfield.socket.OpenFile;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Collection;

/** Files sent in the second form: gone on with where they stopped, and checked by SHA-256. */
final class ResumingConversation implements Conversation {
  private final Dialogue dialogue;
  private final TransferListener listener;
  private final ByteBuffer piece = ByteBuffer.allocate((int) PlainConversation.PIECE_BYTES);
  private boolean hasBegun;

  ResumingConversation(Dialogue dialogue, TransferListener listener) {
    this.dialogue = dialogue;
    this.listener = listener;
  }

  @Override
  public void begin(Collection<FileToSend> files) throws IOException {
    dialogue.say(dialogue.codec().hello());
    var _ = dialogue.hear();
  }

  @Override
  public boolean hasBegun() {
    return hasBegun;
  }

  @Override
  public void send(FileToSend file) throws IOException {
    hasBegun = false;
    try (OpenFile open = OpenFile.forReading(file.file());
        FileChannel content = FileChannel.open(file.file(), StandardOpenOption.READ)) {
      dialogue.say(dialogue.codec().put(file.header()));
      switch (dialogue.hearAfterHashing(file.size())) { // What is there is hashed before.
        case Answer.Have _ -> requireSame(file, content);
        case Answer.Wanted(long offset) -> send(file, open, content, offset);
        case Answer other -> throw new IllegalStateException("no answer to a file: " + other);
      }
    } catch (EOFException e) {
      throw file.told(e);
    }
  }

  private void requireSame(FileToSend file, FileChannel content) throws IOException {
    var own = new Sha256();
    own.addFirst(content, file.size());
    if (!own.soFar().equals(dialogue.hearDigest(file.size()))) {
      throw new RefusedException(
          "'" + file.path() + "' is there already, of the same size and with other content", false);
    }
    listener.same(file.path());
  }

  private void send(FileToSend file, OpenFile open, FileChannel content, long offset)
      throws IOException {
    var own = new Sha256();
    long start = offset;
    if (offset > 0) {
      own.addFirst(content, offset);
      if (!own.soFar().equals(dialogue.hearDigest(offset))) {
        own.reset(); // Of another file, or of this one before it was changed.
        start = 0;
      }
    }
    dialogue.say(dialogue.codec().from(start));
    Transfer transfer = listener.begun(file.path(), file.size(), start);
    hasBegun = true;
    try {
      for (long at = start; at < file.size(); ) {
        at += sendPiece(file, open, content, own, at);
        transfer.at(at);
      }
      file.requireUnchanged();
      dialogue.say(dialogue.codec().digest(own.soFar()));
      var _ = dialogue.hear();
      transfer.done();
    } catch (IOException e) {
      throw PlainConversation.failed(transfer, file.told(e));
    }
  }

  /** What is hashed is in memory when the kernel sends it. */
  private long sendPiece(FileToSend file, OpenFile open, FileChannel content, Sha256 own, long at)
      throws IOException {
    piece.clear().limit((int) Math.min(piece.capacity(), file.size() - at));
    while (piece.hasRemaining()) {
      if (content.read(piece, at + piece.position()) < 0) {
        throw new EOFException();
      }
    }
    int count = piece.flip().remaining();
    own.add(piece);
    dialogue.sendFile(open, at, count);
    return count;
  }
}
