package io.jackfield.reactor;

import io.jackfield.socket.ControlMessage;
import io.jackfield.socket.PassedDescriptor;
import io.jackfield.socket.option.MulticastMembership;
import io.jackfield.socket.option.SourceMembership;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Our end of a socket that carries messages, as a {@link DatagramProtocol} sees it.
 *
 * <p>A message is sent at once. Where the kernel has no room it is copied and waits in a queue,
 * which is bounded in messages and in bytes; messages to one address stay in order. Of datagrams
 * over IP, those that follow another in the same turn of the loop wait in the queue too, at most
 * until the turn is over, so that many go by one system call ({@code sendmmsg(2)}), and those of
 * one length to the same address as a train ({@code UDP_SEGMENT}, udp(7)). What is wrong with one
 * of them is told by {@link DatagramProtocol#sendFailed}. They never take more than a quarter of
 * the queue, and a port whose queue holds fewer than four sends each at once.
 *
 * <p>All methods are for the loop's thread; on another they throw {@link WrongThreadException}.
 * Source: Twisted's {@code IUDPTransport}, {@code IMulticastTransport}.
 */
public interface DatagramTransport {
  /**
   * Sends all that {@code data} has left as one message. The buffer is the caller's again; its
   * position moves to its limit if the message {@linkplain SendOutcome#isTaken was taken}, and else
   * stays.
   *
   * @throws java.nio.channels.UnsupportedAddressTypeException if it is an address of another family
   */
  default SendOutcome send(ByteBuffer data, SocketAddress to) {
    return send(data, to, List.of());
  }

  /**
   * As above, to the peer it is connected to.
   *
   * @throws java.nio.channels.NotYetConnectedException if it is connected to nobody
   */
  default SendOutcome send(ByteBuffer data) {
    return send(data, null, List.of());
  }

  /**
   * As above, with ancillary data.
   *
   * @param to null for the peer it is connected to
   * @param control descriptors in it stay the caller's, and must stay open until the message is
   *     sent: {@link #queuedMessages} is 0
   * @throws UnsupportedOperationException if the driver has none and {@code control} has some
   * @throws IllegalArgumentException if the message is an empty sequenced packet, which its
   *     receiver could not tell from the end
   */
  SendOutcome send(ByteBuffer data, @Nullable SocketAddress to, List<ControlMessage> control);

  /** How many messages wait to be sent. */
  int queuedMessages();

  /** How many bytes those have. */
  long queuedBytes();

  /** Whether half of the queue was in use, and more than a quarter has been since. */
  boolean isWritePaused();

  /**
   * From now on sends to {@code peer}, and receives from it alone; again, from another. What waits
   * to be sent to the peer goes to the new one.
   *
   * @return completed on the loop's thread; what is sent meanwhile waits. With the {@link
   *     IOException} if it cannot be: no route, no such Unix socket
   */
  CompletableFuture<Void> connect(SocketAddress peer);

  /**
   * Receives what is sent to a group.
   *
   * @throws UnsupportedOperationException if the driver has no multicast
   * @throws IOException as the kernel has it; joined already: {@code EADDRINUSE}
   */
  default void join(MulticastMembership group) throws IOException {
    MulticastGroups.join(this, group);
  }

  /** Receives what one sender sends to a group; again, for another sender. Throws as above. */
  default void join(SourceMembership group) throws IOException {
    MulticastGroups.join(this, group);
  }

  /** Ends what {@link #join(MulticastMembership)} began; else {@code EADDRNOTAVAIL}. */
  default void leave(MulticastMembership group) throws IOException {
    MulticastGroups.leave(this, group);
  }

  /**
   * Ends what {@link #join(SourceMembership)} began; else {@code EINVAL}, {@code EADDRNOTAVAIL}.
   */
  default void leave(SourceMembership group) throws IOException {
    MulticastGroups.leave(this, group);
  }

  /**
   * Sets an option of the socket: of multicast, {@link
   * io.jackfield.socket.IpMulticastOptions#TIME_TO_LIVE}, {@code LOOP}, {@code INTERFACE} and their
   * like for IPv6.
   *
   * @throws IOException if the kernel refuses it, or the port is closed
   */
  <T> void setOption(SocketOption<T> option, T value) throws IOException;

  /** Reads one; throws as above. */
  <T> T getOption(SocketOption<T> option) throws IOException;

  /** Receives nothing until {@link #resumeReading}; the kernel's queue fills, and overflows. */
  void pauseReading();

  void resumeReading();

  /**
   * Stops receiving, sends what waits to be sent, and closes; what takes longer than the close
   * time-out is dropped. Does nothing the second time.
   */
  void close();

  /**
   * Another descriptor of its socket, for another process that is to receive too; the caller's to
   * close.
   *
   * @throws UnsupportedOperationException if the driver has no descriptors
   * @throws IOException if no descriptor is left, or the port is closed
   */
  PassedDescriptor duplicate() throws IOException;

  /**
   * As {@link #close}, but for the file of a Unix socket: that stays, for who has a {@link
   * #duplicate}.
   */
  void leaveToOthers();

  /** Closes at once; what waits to be sent is dropped. */
  void abort();

  /** Ours, a port of 0 that was asked for as what it became; null where it has none. */
  @Nullable SocketAddress localAddress();

  /** The peer's; null where it is connected to nobody. */
  @Nullable SocketAddress remoteAddress();

  /** Where it runs. */
  Reactor reactor();
}
