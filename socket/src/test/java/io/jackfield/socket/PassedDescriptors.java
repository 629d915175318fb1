package io.jackfield.socket;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Descriptors that arrive over a Unix socket. */
final class PassedDescriptors {
  private PassedDescriptors() {}

  /** Receives a message with one. */
  static PassedDescriptor one(Socket from) throws IOException {
    ReceivedMessage message =
        requireNonNull(from.receiveMessage(List.of(ByteBuffer.allocate(8)), 64));
    return ((ControlMessage.Descriptors) message.control().getFirst()).passed().getFirst();
  }
}
