package io.jackfield.socket;

import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.linux.DescriptorCalls;
import io.jackfield.socket.linux.SocketCalls;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * An open descriptor on its way from one owner to another: it arrived over a Unix socket ({@code
 * SCM_RIGHTS}, unix(7)), was given to this process at its start, or is to be given away. It belongs
 * to whoever holds this: to be closed, made a {@link Socket}, or taken as a number.
 */
public final class PassedDescriptor implements AutoCloseable {
  private final int number;
  private final AtomicBoolean owned = new AtomicBoolean(true);

  PassedDescriptor(int number) {
    this.number = number;
  }

  /**
   * A number that is open in this process and nobody else's here, as those are that a service
   * manager passes.
   */
  public static PassedDescriptor of(int number) {
    return new PassedDescriptor(number);
  }

  /**
   * Another number for the same socket: {@code fcntl(F_DUPFD_CLOEXEC)}. What happens to one happens
   * to the other, but for their closes.
   *
   * @throws TooManyOpenFilesException if no descriptor is left
   * @throws ClosedChannelException if the socket is closed
   */
  public static PassedDescriptor duplicateOf(Socket socket) throws IOException {
    if (!socket.descriptor.enter()) {
      throw new ClosedChannelException();
    }
    try {
      return duplicateOf(socket.descriptor.number());
    } finally {
      socket.descriptor.leave();
    }
  }

  private static PassedDescriptor duplicateOf(int number) throws IOException {
    Abi.requireSupported();
    int duplicate = DescriptorCalls.duplicate(number);
    if (duplicate < 0) {
      throw Failures.of("fcntl", duplicate, null, null);
    }
    return new PassedDescriptor(duplicate);
  }

  /** As {@link #duplicateOf}, of this; the caller sees to it that nobody closes this meanwhile. */
  public PassedDescriptor duplicate() throws IOException {
    return duplicateOf(number);
  }

  /** The address that it has if it is a socket; null where it is none, or has none. */
  public @Nullable SocketAddress localAddress() {
    return SocketCalls.localAddress(number);
  }

  /**
   * The type of the socket that it is.
   *
   * @throws IOException if it is none, or of a type unknown here
   */
  public SocketType type() throws IOException {
    return Adoption.typeOf(number);
  }

  /**
   * Whether it is a socket that takes connections.
   *
   * @throws IOException if it is no socket
   */
  public boolean isListening() throws IOException {
    return Adoption.isListening(number);
  }

  /** The number; still to be closed by this. */
  public int number() {
    return number;
  }

  /**
   * Gives it away: the caller closes the number from now on.
   *
   * @throws IllegalStateException if it was given away or closed before
   */
  public int takeNumber() {
    if (!owned.getAndSet(false)) {
      throw new IllegalStateException("descriptor " + number + " was given away or closed before");
    }
    return number;
  }

  /**
   * Makes it a socket, whose close closes it.
   *
   * @throws IOException if it is no socket, or one of an unknown family; it stays open and owned
   * @throws IllegalStateException if it was given away or closed before
   */
  public Socket takeSocket() throws IOException {
    int taken = takeNumber(); // Before it is looked at: it may be somebody else's by now.
    try {
      return Socket.fromDescriptor(taken);
    } catch (IOException e) {
      owned.set(true);
      throw e;
    }
  }

  @Override
  public void close() {
    if (owned.getAndSet(false)) {
      SocketCalls.close(number);
    }
  }

  @Override
  public String toString() {
    return "PassedDescriptor[" + number + "]";
  }
}
