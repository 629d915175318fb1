package io.jackfield.reactor;

import io.jackfield.socket.CallFailure;
import io.jackfield.socket.ControlMessage;
import io.jackfield.socket.ControlMessage.SendDescriptors;
import io.jackfield.socket.Errno;
import io.jackfield.socket.linux.DescriptorCalls;
import io.jackfield.socket.linux.SocketCalls;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes with descriptors beside the first of them.
 *
 * @param bytes ours
 * @param data the same, for the driver
 * @param numbers copies of descriptors, ours to close once
 */
record Parcel(ByteBuffer bytes, ByteBuffer data, List<Integer> numbers) implements Part {
  /** {@code SCM_MAX_FD} of {@code include/net/scm.h}. */
  static final int MOST = 253;

  /** Copies both; the buffer's position stays. */
  static Parcel of(ByteBuffer data, List<Integer> descriptors) throws IOException {
    List<Integer> copies = new ArrayList<>();
    for (int number : descriptors) {
      int copy = DescriptorCalls.duplicate(number);
      if (copy < 0) {
        copies.forEach(SocketCalls::close);
        throw new CallFailure("fcntl", new Errno(-copy), null, null).exception();
      }
      copies.add(copy);
    }
    ByteBuffer bytes = ByteBuffer.allocate(data.remaining()).put(data.duplicate()).flip();
    return new Parcel(bytes, bytes.duplicate(), copies);
  }

  List<ControlMessage> control() {
    return List.of(new SendDescriptors(List.copyOf(numbers)));
  }

  int length() {
    return bytes.limit();
  }

  /** What is left after the first {@code sent} bytes. */
  ByteBuffer from(int sent) {
    return bytes.duplicate().position(sent);
  }

  /** The kernel has them, or nobody will. */
  void close() {
    numbers.forEach(SocketCalls::close);
    numbers.clear();
  }
}
