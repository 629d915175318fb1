package io.jackfield.service.files;

import io.jackfield.protocol.files.Answer;
import io.jackfield.protocol.files.SenderCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/**
 * Sends files to a receiver, one after the other over one connection: in the second form of {@link
 * io.jackfield.protocol.files} if the receiver offers it, else in the plain one. Waits; for one
 * thread.
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
   * Sends all of them, or fails at the first that cannot be sent.
   *
   * @return whether the receiver has confirmed the SHA-256 of each
   * @throws RefusedException if the receiver will not have one
   * @throws io.jackfield.protocol.files.FilesProtocolException if it speaks something else
   * @throws IOException if a file cannot be read or has changed, or the connection fails
   */
  public boolean send(List<FileToSend> files) throws IOException {
    try (Wire wire = receiver.connect()) {
      boolean offered = asks && isOffered();
      if (offered) {
        new ResumingConversation(new Dialogue(wire, receiver.timeout()), listener).send(files);
      } else {
        new PlainConversation(new Dialogue(wire, receiver.timeout()), listener).send(files);
      }
      wire.endOutput();
      return offered;
    }
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
