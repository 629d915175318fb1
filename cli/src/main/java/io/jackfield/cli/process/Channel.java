package io.jackfield.cli.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jackfield.socket.ControlMessage;
import io.jackfield.socket.PassedDescriptor;
import io.jackfield.socket.ReceivedMessage;
import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketType;
import io.jackfield.socket.UnixOptions;
import io.jackfield.socket.address.AbstractUnixAddress;
import io.jackfield.socket.option.PeerCredentials;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages between processes of this machine, with descriptors: a packet each, over a Unix socket
 * of sequenced packets. For one thread at a time.
 */
final class Channel implements AutoCloseable {
  /** Of one message; a name has a service and an address in it. */
  static final int LONGEST_BYTES = 4_096;

  /** The kernel passes 253 at once ({@code SCM_MAX_FD}, unix(7)). */
  static final int MOST_DESCRIPTORS = 250;

  private static final int CONTROL_BYTES = 2_048;

  /** A message; its descriptors are the receiver's to close. */
  record Message(String text, List<PassedDescriptor> descriptors) {
    void closeDescriptors() {
      descriptors.forEach(PassedDescriptor::close);
    }
  }

  private final Socket socket;

  Channel(Socket socket) {
    this.socket = socket;
  }

  /** Connects to a process that waits for it. */
  static Channel connect(AbstractUnixAddress name, Duration timeout) throws IOException {
    Socket socket = Socket.openFor(name, SocketType.SEQUENCED_PACKET).timeout(timeout);
    try {
      socket.connect(name);
      return new Channel(socket);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** How long each call may take. */
  Channel timeout(Duration timeout) {
    socket.timeout(timeout);
    return this;
  }

  /** Who is at the other end, vouched for by the kernel. */
  PeerCredentials peer() throws IOException {
    return socket.getOption(UnixOptions.PEER_CREDENTIALS);
  }

  void send(String text, List<PassedDescriptor> descriptors) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    if (bytes.length == 0 || bytes.length > LONGEST_BYTES) {
      throw new IOException("a message of " + bytes.length + " bytes");
    }
    List<ControlMessage> control =
        descriptors.isEmpty()
            ? List.of()
            : List.of(
                new ControlMessage.SendDescriptors(
                    descriptors.stream().map(PassedDescriptor::number).toList()));
    if (socket.sendMessage(List.of(ByteBuffer.wrap(bytes)), null, control) == 0) {
      throw new SocketTimeoutException("the other process does not read");
    }
  }

  void send(String text) throws IOException {
    send(text, List.of());
  }

  /** The next message; null when the other end is closed. */
  @Nullable Message receive() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(LONGEST_BYTES);
    ReceivedMessage received = socket.receiveMessage(List.of(bytes), CONTROL_BYTES);
    if (received == null) {
      throw new SocketTimeoutException("nothing was said in time");
    }
    List<PassedDescriptor> descriptors = new ArrayList<>();
    for (ControlMessage one : received.control()) {
      if (one instanceof ControlMessage.Descriptors(List<PassedDescriptor> passed)) {
        descriptors.addAll(passed);
      }
    }
    var message = new Message(UTF_8.decode(bytes.flip()).toString(), List.copyOf(descriptors));
    if (received.truncated() || received.controlTruncated()) {
      message.closeDescriptors();
      throw new IOException("a message longer than " + LONGEST_BYTES + " bytes");
    }
    return received.length() == 0 ? null : message;
  }

  /** The effective user of this process. */
  static int ownUser() throws IOException {
    List<Socket> pair = Socket.pair(SocketType.STREAM);
    try {
      return pair.getFirst().getOption(UnixOptions.PEER_CREDENTIALS).userId();
    } finally {
      for (Socket one : pair) {
        one.close();
      }
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // Closed all the same.
    }
  }
}
