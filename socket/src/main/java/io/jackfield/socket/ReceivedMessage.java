package io.jackfield.socket;

import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.linux.MessageCalls;
import java.net.SocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Socket#receiveMessage} took from the kernel; the bytes are in the caller's buffers.
 *
 * @param source who sent it; null if the sender has no address or there is a connection
 * @param length its real length in bytes, also where the buffers were smaller; 0 also at the end of
 *     a stream
 * @param truncated whether the buffers were too small for a datagram; the rest is lost
 * @param controlTruncated whether there was too little room for the ancillary data; of descriptors
 *     that did not fit the kernel has closed its copies
 * @param endOfRecord whether a record ended with this, where the type has records
 * @param outOfBand whether it is the urgent byte
 * @param fromErrorQueue whether it was taken from the queue of errors
 * @param control the ancillary data, in the kernel's order
 */
public record ReceivedMessage(
    @Nullable SocketAddress source,
    int length,
    boolean truncated,
    boolean controlTruncated,
    boolean endOfRecord,
    boolean outOfBand,
    boolean fromErrorQueue,
    List<ControlMessage> control) {

  static ReceivedMessage of(int length, MessageCalls.Received beside) {
    return of(beside.source, length, beside.flags, beside.control);
  }

  /**
   * For who receives by calls of his own: the drivers of an event loop.
   *
   * @param flags {@code msg_flags} as the kernel set them
   * @param control the ancillary data as the kernel wrote it: recvmsg(2), cmsg(3)
   */
  public static ReceivedMessage of(
      @Nullable SocketAddress source, int length, int flags, byte[] control) {
    return new ReceivedMessage(
        source,
        length,
        (flags & Abi.MSG_TRUNC) != 0,
        (flags & Abi.MSG_CTRUNC) != 0,
        (flags & Abi.MSG_EOR) != 0,
        (flags & Abi.MSG_OOB) != 0,
        (flags & Abi.MSG_ERRQUEUE) != 0,
        control.length == 0 ? List.of() : ControlCodec.decode(control));
  }
}
