package io.jackfield.reactor.driver;

import io.jackfield.socket.ControlMessage;
import io.jackfield.socket.PassedDescriptor;
import io.jackfield.socket.SocketType;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What carries an event loop, in the completion form: operations are asked for, and their outcome
 * is told later to the handle's {@link Completions}, inside {@link #complete}. Where a driver could
 * do at once what was asked, it says so by its result.
 *
 * <p><b>Receiving</b> takes no buffer: the driver lends one with each completion. <b>Cancelling</b>
 * is closing: from then on nothing is told but {@link Completions#closed}, and until that comes the
 * memory given to an operation is the driver's. {@link #accept}, {@link #receive} and {@link
 * #watch} ask for a state that lasts, told apart by a flag, so that pausing and resuming is asked
 * without looking at what goes on.
 *
 * <p><b>Threads.</b> All of it belongs to the thread of one loop, but for {@link #wakeUp}.
 *
 * <p><b>Errors.</b> What is done at once throws the typed exceptions of {@link
 * io.jackfield.socket}; what completes later gives a negated errno. What a driver cannot do, see
 * {@link #capabilities}, throws {@link UnsupportedOperationException}.
 */
public interface Driver extends AutoCloseable {
  /** The result of a send that goes on: {@link Completions#sent} tells its outcome. */
  int PENDING = Integer.MIN_VALUE;

  /** A wait without an end, in {@link #await}. */
  long FOR_EVER = Long.MAX_VALUE;

  /** Its name, as {@code --driver} takes it: {@code epoll}. */
  String name();

  /** What it can do besides TCP and UDP. */
  Set<Capability> capabilities();

  /** The time its waits are measured in; only differences mean anything. Any thread. */
  long nanoTime();

  /** Opens a socket. */
  Handle open(ProtocolFamily family, SocketType type) throws IOException;

  /** Takes in a descriptor from elsewhere; if it throws the descriptor stays the caller's. */
  Handle adopt(int descriptor, DescriptorKind kind) throws IOException;

  /**
   * Another descriptor of the same socket, the caller's, as {@code fcntl(F_DUPFD_CLOEXEC)} makes
   * it.
   *
   * @throws UnsupportedOperationException if its sockets are no descriptors of this process's
   */
  default PassedDescriptor duplicate(Handle socket) throws IOException {
    throw new UnsupportedOperationException(
        "the driver " + name() + " has no descriptors to be passed on");
  }

  void bind(Handle socket, SocketAddress local) throws IOException;

  /** Makes a bound stream socket take connections, at most {@code backlog} of them waiting. */
  void listen(Handle socket, int backlog) throws IOException;

  <T> void setOption(Handle socket, SocketOption<T> option, T value) throws IOException;

  <T> T getOption(Handle socket, SocketOption<T> option) throws IOException;

  /** Null where it has none. */
  @Nullable SocketAddress localAddress(Handle socket);

  /** Null where it has none. */
  @Nullable SocketAddress remoteAddress(Handle socket);

  /** Begins to connect; {@link Completions#connected} tells the outcome. */
  void connect(Handle socket, SocketAddress remote);

  /**
   * As {@link #connect(Handle, SocketAddress)}, and tells that the time is up if it can: {@link
   * Completions#connected} with {@code -ETIME}. The attempt ends only when the handle is closed.
   *
   * @param limitNanos at least 1
   * @return whether it can; else whoever asked has to close the handle when it takes too long
   */
  default boolean connect(Handle socket, SocketAddress remote, long limitNanos) {
    connect(socket, remote);
    return false;
  }

  /**
   * Accepts connections from now on, or no longer.
   *
   * @param room how many more are wanted, as far as is known by now; 0 for none. It is to be told
   *     anew when one was accepted, and when it is no longer 0. A driver takes no more from the
   *     kernel than there is room for, but may have taken some before it is told that there is
   *     less: those it tells first when there is room again
   */
  void accept(Handle listener, int room);

  /** Receives a stream's bytes from now on, or no longer. */
  void receive(Handle stream, boolean on);

  /**
   * Receives messages from now on, or no longer. A driver that takes several at once from the
   * kernel tells all of them, also if it is told meanwhile to receive no longer.
   *
   * @param controlBytes room for ancillary data, 0 to 4,096
   */
  void receiveMessages(Handle socket, int controlBytes, boolean on);

  /**
   * Sends of {@code outgoing}, which is not empty, as much as goes. One send at a time for each
   * handle. The caller {@linkplain Outgoing#advance takes out} what was sent, in either case.
   *
   * @return how many bytes went, a negated errno, or {@link #PENDING}
   */
  int send(Handle stream, Outgoing outgoing);

  /**
   * Sends one message, whole. One at a time for each handle.
   *
   * @param data from position to limit; the driver's until the send is done
   * @param to null for the connected peer
   * @return how many bytes went, a negated errno, or {@link #PENDING}; {@code -EAGAIN} only where
   *     the kernel cannot tell when there will be room (Unix datagrams): ask again after a pause
   */
  int sendMessage(
      Handle socket, ByteBuffer data, @Nullable SocketAddress to, List<ControlMessage> control);

  /**
   * Sends the first of {@code messages}, and as many of those behind it as go at once; an outcome
   * other than success is always the first one's. As {@link #sendMessage} otherwise, which by
   * default does it.
   *
   * @param messages in their order, at least one; they stay the caller's, and only of the first the
   *     driver has the {@link OutgoingMessage#data data} until the send is done, which it asks for
   *     before it returns; of one that is several, each counts
   * @return how many went, at least 1, or of the first a negated errno or {@link #PENDING}
   */
  default int sendMessages(Handle socket, Collection<OutgoingMessage> messages) {
    OutgoingMessage first = messages.iterator().next();
    int result = sendMessage(socket, first.data(), first.to(), first.control());
    return result >= 0 ? 1 : result;
  }

  /**
   * Moves bytes inside the kernel from one handle to another, of which one is a pipe's, without
   * waiting: {@code splice(2)}. The stream is one that is not being received from, or that nothing
   * is being sent to, by this driver; {@link #watch} tells when to try.
   *
   * @return how many bytes, at least 1; 0 at the end of {@code from}; or a negated errno. {@code
   *     -EAGAIN} does not say whether bytes are missing or room: a pipe may be full before it holds
   *     as many bytes as it is large
   * @throws UnsupportedOperationException without {@link Capability#SPLICING}
   */
  default int splice(Handle from, Handle to, int count) {
    throw new UnsupportedOperationException("the driver " + name() + " has no splicing");
  }

  /**
   * Sends a part of a file without copying it into the process, and without waiting for the peer:
   * {@code sendfile(2)}. Nothing else is being sent to {@code stream} meanwhile; {@link #watch}
   * tells when there is room.
   *
   * @param file its descriptor, which stays the caller's
   * @param offset where in the file to begin, in bytes
   * @return how many bytes went; 0 at the end of the file; or a negated errno, {@code -EAGAIN} if
   *     there is no room, {@code -EINVAL} if the kernel cannot do it with such a file
   * @throws UnsupportedOperationException without {@link Capability#SENDING_FILES}
   */
  default int sendFile(Handle stream, int file, long offset, int count) {
    throw new UnsupportedOperationException("the driver " + name() + " sends no files");
  }

  /** Tells the peer of a stream that no more will be sent; 0 or a negated errno. */
  int shutdownSending(Handle stream);

  /**
   * Tells when a descriptor is ready for {@code events} of poll(2), from now on; 0 for no more. Of
   * a stream that was told to receive no longer, all that was received before is told first.
   */
  void watch(Handle descriptor, int events);

  /**
   * Closes it; {@link Completions#closed} is told by a later {@link #complete}.
   *
   * @param reset whether a stream is torn down at once, what is unsent being lost: the peer learns
   *     that by a reset
   */
  void close(Handle handle, boolean reset);

  /**
   * Waits until something completes, a {@link #wakeUp} comes or the time is up; a signal to the
   * thread may end it before. Tells nothing yet.
   *
   * @param timeoutNanos 0 for not at all, {@link #FOR_EVER}; the wait never ends early because of
   *     it
   * @throws IOException if the driver itself is broken
   */
  void await(long timeoutNanos) throws IOException;

  /** Tells what the last wait found; returns how many completions that were. */
  int complete();

  /** Ends the wait that goes on, or else the next one at once. Any thread. */
  void wakeUp();

  /** Where chunks for sending come from. */
  ChunkPool sendChunks();

  /** Gives back what the kernel holds for it. The handles are closed before. */
  @Override
  void close();
}
