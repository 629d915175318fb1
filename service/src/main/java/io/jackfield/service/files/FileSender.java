package io.jackfield.service.files;

import io.jackfield.protocol.files.Answer;
import io.jackfield.protocol.files.SenderCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * Sends files to a receiver, one after the other over one connection: in the second form of {@link
 * io.jackfield.protocol.files} if the receiver offers it, else in the plain one. A file that is
 * refused does not keep the others from being sent: where the refusal has ended the conversation,
 * they go over a new connection. Waits; for one thread.
 */
public final class FileSender {
  /**
   * How long an offer is waited for: a receiver that takes one sender after the other does not
   * answer at all.
   */
  private static final Duration OFFER_WAIT = Duration.ofSeconds(1);

  private final Receiver receiver;
  private final boolean asks;
  private final TransferListener listener;

  /**
   * Will send to {@code receiver}.
   *
   * @param asks whether the receiver is asked what it offers; else the plain form is spoken
   * @param listener told by the thread that sends
   */
  public FileSender(Receiver receiver, boolean asks, TransferListener listener) {
    this.receiver = receiver;
    this.asks = asks;
    this.listener = listener;
  }

  /**
   * Sends all that the receiver will have; the listener is told of the others.
   *
   * @throws RefusedException if the receiver will have none at all
   * @throws io.jackfield.protocol.files.FilesProtocolException if it speaks something else
   * @throws IOException if a file cannot be read or has changed, or the connection fails
   */
  public SendReport send(List<FileToSend> files) throws IOException {
    Queue<FileToSend> left = new ArrayDeque<>(files);
    boolean offered;
    int refused;
    try (Wire wire = receiver.connect()) {
      offered = asks && isOffered();
      refused = converse(wire, offered, left);
    }
    while (!left.isEmpty()) {
      try (Wire wire = reconnect(left.size())) {
        refused += converse(wire, offered, left);
      }
    }
    return new SendReport(files.size() - refused, refused, offered);
  }

  private Wire reconnect(int left) throws IOException {
    try {
      return receiver.connect();
    } catch (IOException e) {
      throw new IOException(
          (left == 1 ? "1 file was" : left + " files were")
              + " not tried: after a refusal the receiver takes no new connection: "
              + e.getMessage(),
          e);
    }
  }

  /**
   * Sends what is left, and takes it away there, until a refusal ends the conversation.
   *
   * @return how many were refused
   */
  private int converse(Wire wire, boolean offered, Queue<FileToSend> left) throws IOException {
    var dialogue = new Dialogue(wire, receiver.timeout());
    Conversation conversation =
        offered
            ? new ResumingConversation(dialogue, listener)
            : new PlainConversation(dialogue, listener);
    conversation.begin(left);
    int refused = 0;
    for (FileToSend file; (file = left.poll()) != null; ) {
      try {
        conversation.send(file);
      } catch (RefusedException e) {
        refused++;
        if (!conversation.hasBegun()) {
          listener.refused(file.path(), e.why());
        }
        if (e.isOver()) {
          return refused;
        }
      }
    }
    wire.endOutput();
    return refused;
  }

  /**
   * Asks on another connection, on which nothing is said. The first one is there already: whoever
   * takes a single sender takes that.
   */
  private boolean isOffered() {
    Duration wait = OFFER_WAIT.compareTo(receiver.timeout()) < 0 ? OFFER_WAIT : receiver.timeout();
    try (Wire wire = receiver.within(wait).connect()) {
      var codec = new SenderCodec();
      codec.silence();
      wire.endOutput();
      ByteBuffer arrived = ByteBuffer.allocate(256);
      while (wire.read(arrived.clear()) > 0) {
        Answer answer = codec.next(arrived.flip());
        if (answer != null) {
          return answer instanceof Answer.Offer;
        }
      }
      return false;
    } catch (IOException e) {
      return false; // Refused, silent, or something else: it has the plain form at least.
    }
  }
}
