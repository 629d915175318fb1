package io.jackfield.socket.netlink;

import io.jackfield.socket.CallFailure;
import io.jackfield.socket.Errno;
import io.jackfield.socket.KernelException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts the answer to one dump request together, in whatever datagrams it comes: messages of one
 * type, then {@code NLMSG_DONE}. Does no I/O. Used by one thread.
 *
 * @param <T> what each message tells of
 */
final class Dump<T> {
  /** Reads one message. */
  interface Decoder<T> {
    /** Null for one that is none of ours. */
    @Nullable T decode(NetlinkMessage message) throws ProtocolException;
  }

  private final String call;
  private final int answerType;
  private final int sequence;
  private final Decoder<T> decoder;
  private final List<T> entries = new ArrayList<>();
  private boolean interrupted;

  /**
   * The answer to a request.
   *
   * @param call the request's name, for error messages
   * @param answerType the type of the messages it is made of
   * @param sequence the request's number; what belongs to another is passed over
   */
  Dump(String call, int answerType, int sequence, Decoder<T> decoder) {
    this.call = call;
    this.answerType = answerType;
    this.sequence = sequence;
    this.decoder = decoder;
  }

  /**
   * Takes the next datagram; returns whether it ended the answer.
   *
   * @throws KernelException if the kernel answered with an error
   * @throws ProtocolException if the bytes make no sense
   */
  boolean feed(ByteBuffer datagram) throws IOException {
    for (NetlinkMessage message : NetlinkMessage.decodeAll(datagram)) {
      if (message.sequence() != sequence) {
        continue;
      }
      interrupted |= (message.flags() & NetlinkMessage.DUMP_INTERRUPTED) != 0;
      if (message.type() == NetlinkMessage.ERROR || message.type() == NetlinkMessage.DONE) {
        requireSuccess(message);
        return true;
      }
      T entry = message.type() == answerType ? decoder.decode(message) : null;
      if (entry != null) {
        entries.add(entry);
      }
    }
    return false;
  }

  /** Both begin with a negated errno; of {@code NLMSG_DONE} older kernels leave it out. */
  private void requireSuccess(NetlinkMessage last) throws IOException {
    int result = last.payload().limit() < Integer.BYTES ? 0 : last.payload().getInt(0);
    if (result < 0) {
      throw new KernelException(new CallFailure(call, new Errno(-result), null, null));
    }
  }

  /** Whether something changed while the kernel was answering: entries may be missing or double. */
  boolean interrupted() {
    return interrupted;
  }

  List<T> entries() {
    return List.copyOf(entries);
  }
}
