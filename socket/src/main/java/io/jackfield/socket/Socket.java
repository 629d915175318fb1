package io.jackfield.socket;

import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.linux.Descriptor;
import io.jackfield.socket.linux.SocketCalls;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A BSD socket of any family and type, with the calls of socket(7).
 *
 * <p><b>Threads.</b> Any thread may call anything at any time. A call that must wait blocks its
 * platform thread in poll(2), or parks its virtual thread, whose carrier goes on. {@link #close}
 * from another thread ends the wait with {@link java.nio.channels.AsynchronousCloseException}, an
 * interrupt closes the socket and ends it with {@link
 * java.nio.channels.ClosedByInterruptException}, as with the JDK's channels.
 *
 * <p><b>Time.</b> {@link #timeout(Duration)} bounds each call: {@link #NEVER} (the default) waits
 * as long as it takes, zero never waits (the call then says that nothing could be done), anything
 * else ends with {@link SocketTimeoutException}.
 *
 * <p><b>Errors.</b> A call that the kernel refused throws an exception which extends the JDK's own
 * and implements {@link KernelFailure}. A closed socket throws {@link
 * java.nio.channels.ClosedChannelException}, a thread interrupted before it calls closes the socket
 * as above.
 */
public final class Socket extends ConfiguredChannel implements ByteChannel {
  /** The time-out of a call that waits as long as it takes. */
  public static final Duration NEVER = Duration.ofNanos(Descriptor.FOR_EVER);

  /** A backlog that the kernel cuts to its own maximum, {@code net.core.somaxconn}. */
  public static final int MAX_BACKLOG = Integer.MAX_VALUE;

  /** How long a connect to a Unix listener with a full queue waits before it asks again. */
  private static final long FULL_QUEUE_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  /** Whether receives end where nothing is left to receive. */
  private volatile boolean shutForReading;

  private Socket(int number, ProtocolFamily family, SocketType type) {
    super(number, family, type);
  }

  /**
   * Opens a socket: {@code socket(2)}.
   *
   * @param family {@link StandardProtocolFamily#INET}, {@code INET6} (which takes IPv4 too unless
   *     {@link Ipv6Options#V6_ONLY} is set) or {@code UNIX}
   * @throws UnsupportedSocketException if the kernel has no such socket
   * @throws TooManyOpenFilesException if no descriptor is left
   * @throws UnsupportedOperationException on a system other than Linux
   */
  public static Socket open(ProtocolFamily family, SocketType type) throws IOException {
    Abi.requireSupported();
    int domain =
        switch (family) {
          case StandardProtocolFamily.INET -> Abi.AF_INET;
          case StandardProtocolFamily.INET6 -> Abi.AF_INET6;
          case StandardProtocolFamily.UNIX -> Abi.AF_UNIX;
          default -> throw new UnsupportedOperationException("family " + family.name());
        };
    int number = SocketCalls.socket(domain, type.number, 0);
    if (number < 0) {
      throw Failures.of("socket", number, null, null);
    }
    return new Socket(number, family, type);
  }

  /**
   * Opens a socket of the family that {@code address} belongs to.
   *
   * @throws UnknownHostException if it is a host name without an address
   */
  public static Socket openFor(SocketAddress address, SocketType type) throws IOException {
    return switch (address) {
      case UnixDomainSocketAddress _ -> open(StandardProtocolFamily.UNIX, type);
      case InetSocketAddress inet when inet.isUnresolved() ->
          throw new UnknownHostException(inet.getHostString());
      case InetSocketAddress inet ->
          open(
              inet.getAddress().getAddress().length == 4
                  ? StandardProtocolFamily.INET
                  : StandardProtocolFamily.INET6,
              type);
      default -> throw new UnsupportedAddressTypeException();
    };
  }

  /** How long one call may wait. */
  public Duration timeout() {
    return waitsAtMost();
  }

  /**
   * Sets how long one call may wait, from the next call on: {@link #NEVER}, zero for not at all.
   *
   * @throws IllegalArgumentException if {@code timeout} is negative
   */
  public Socket timeout(Duration timeout) {
    waitAtMost(timeout, NEVER);
    return this;
  }

  /**
   * Takes an address: {@code bind(2)}.
   *
   * @param local null for any, as the JDK has it
   * @throws AddressInUseException if another socket has it
   * @throws AddressUnavailableException if it is none of this machine's
   * @throws BindDeniedException if the user may not have it
   */
  @Override
  public Socket bind(@Nullable SocketAddress local) throws IOException {
    SocketAddress wanted = local != null ? local : new InetSocketAddress(0);
    enter();
    try {
      int result = SocketCalls.bind(descriptor.number(), wanted, family);
      if (result < 0) {
        throw Failures.of("bind", result, wanted, null);
      }
      return this;
    } finally {
      descriptor.leave();
    }
  }

  /** Makes it a listener with the longest queue the system allows. */
  public Socket listen() throws IOException {
    return listen(MAX_BACKLOG);
  }

  /** Makes it a listener on which {@code backlog} connections may wait: {@code listen(2)}. */
  public Socket listen(int backlog) throws IOException {
    enter();
    try {
      check("listen", SocketCalls.listen(descriptor.number(), backlog));
      return this;
    } finally {
      descriptor.leave();
    }
  }

  /**
   * Takes the next connection: {@code accept4(2)}.
   *
   * @return null only where the time-out is zero and none waits
   * @throws TooManyOpenFilesException if no descriptor is left; the connection goes on waiting
   */
  public @Nullable Socket accept() throws IOException {
    var peer = new @Nullable SocketAddress[1];
    long deadline = enterToWait();
    try {
      int number;
      do {
        number = SocketCalls.accept(descriptor.number(), peer);
      } while (again("accept", number, Abi.READABLE, deadline));
      if (number == -Abi.EAGAIN) {
        return null;
      }
      var accepted = new Socket(check("accept", number), family, type);
      accepted.remote = peer[0];
      return accepted;
    } finally {
      descriptor.leave();
    }
  }

  /**
   * Connects: {@code connect(2)}. A datagram socket only notes the peer.
   *
   * @return false only where the time-out is zero and the connection is still being made; call
   *     again to learn how it went
   * @throws ConnectionRefusedException if nobody listens there
   * @throws UnreachableException if no route leads there
   * @throws SocketTimeoutException if the time was up first; close the socket then
   */
  public boolean connect(SocketAddress to) throws IOException {
    long deadline = enterToWait();
    try {
      remote = to;
      int result;
      do {
        result = SocketCalls.connect(descriptor.number(), to, family);
        if (result == -Abi.EAGAIN) {
          pauseForFullQueue(deadline);
        }
      } while (again("connect", pending(result), Abi.WRITABLE, deadline));
      if (pending(result) == -Abi.EAGAIN) {
        return false;
      }
      if (result != -Abi.EISCONN) {
        check("connect", result);
      }
      return true;
    } finally {
      descriptor.leave();
    }
  }

  /** Asked again, connect(2) says how it went, and {@code EALREADY} while it goes on. */
  private static int pending(int result) {
    return result == -Abi.EINPROGRESS || result == -Abi.EALREADY ? -Abi.EAGAIN : result;
  }

  /**
   * A Unix listener whose queue is full answers {@code EAGAIN}, and poll(2) cannot wait for it: the
   * socket counts as ready all the time. So the pause before the next try is ours.
   */
  private void pauseForFullQueue(long deadline) throws SocketTimeoutException {
    if (deadline == NOT_AT_ALL) {
      return;
    }
    if (deadline != Descriptor.FOR_EVER && deadline - System.nanoTime() <= 0) {
      throw timedOut("connect");
    }
    LockSupport.parkNanos(FULL_QUEUE_PAUSE_NANOS);
  }

  /**
   * Sends once, perhaps less than all: {@code send(2)}.
   *
   * @return how many bytes the kernel took, 0 where the time-out is zero and it had no room
   * @throws BrokenPipeException if nobody receives any more
   */
  public int send(ByteBuffer from) throws IOException {
    return sendTo(from, null);
  }

  /**
   * Sends a datagram: {@code sendto(2)}.
   *
   * @param to null for the connected peer
   * @return how many bytes the kernel took, 0 where the time-out is zero and it had no room
   */
  public int sendTo(ByteBuffer from, @Nullable SocketAddress to) throws IOException {
    long deadline = enterToWait();
    try {
      return sendBy(deadline, from, to);
    } finally {
      descriptor.leave();
    }
  }

  /**
   * Sends all that remains, within one time-out for the whole.
   *
   * @throws IllegalBlockingModeException if the time-out is zero
   */
  public void sendAll(ByteBuffer from) throws IOException {
    long deadline = enterToWait();
    try {
      if (deadline == NOT_AT_ALL) {
        throw new IllegalBlockingModeException();
      }
      while (from.hasRemaining()) {
        sendBy(deadline, from, null);
      }
    } finally {
      descriptor.leave();
    }
  }

  private int sendBy(long deadline, ByteBuffer from, @Nullable SocketAddress to)
      throws IOException {
    int sent;
    do {
      sent = SocketCalls.send(descriptor.number(), from, 0, to, family);
    } while (again("send", sent, Abi.WRITABLE, deadline));
    if (sent == -Abi.EAGAIN) {
      return 0;
    }
    if (sent < 0) {
      throw Failures.of("send", sent, null, to != null ? to : remote);
    }
    return sent;
  }

  /**
   * Receives what there is, at least one byte, at most what the buffer takes: {@code recv(2)}.
   *
   * @return how many bytes; -1 when a stream's peer sends no more; 0 for an empty datagram or
   *     buffer, or where the time-out is zero and nothing is there
   * @throws ConnectionResetException if the peer ended the connection by force
   */
  public int receive(ByteBuffer into) throws IOException {
    if (type == SocketType.DATAGRAM) {
      int before = into.position();
      receiveFrom(into);
      return into.position() - before;
    }
    if (!into.hasRemaining()) {
      return 0;
    }
    long deadline = enterToWait();
    try {
      int received;
      do {
        received = SocketCalls.receive(descriptor.number(), into, 0);
      } while (again("recv", received, Abi.READABLE, deadline));
      if (received == -Abi.EAGAIN) {
        return 0;
      }
      return check("recv", received) == 0 ? -1 : received;
    } finally {
      descriptor.leave();
    }
  }

  /**
   * Receives one datagram with its sender: {@code recvfrom(2)}. After {@link #shutdown} for reading
   * those that have arrived are still received, then empty ones without a sender.
   *
   * @return null only where the time-out is zero and none is there
   */
  public @Nullable ReceivedDatagram receiveFrom(ByteBuffer into) throws IOException {
    var source = new @Nullable SocketAddress[1];
    int before = into.position();
    long deadline = enterToWait();
    try {
      int length;
      do {
        length = SocketCalls.receiveFrom(descriptor.number(), into, 0, source);
        if (length == -Abi.EAGAIN && shutForReading) {
          // Only a blocking recvfrom is told of a shutdown (__skb_wait_for_more_packets).
          length = 0;
        }
      } while (again("recvfrom", length, Abi.READABLE, deadline));
      if (length == -Abi.EAGAIN) {
        return null;
      }
      check("recvfrom", length);
      return new ReceivedDatagram(source[0], length, length > into.position() - before);
    } finally {
      descriptor.leave();
    }
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    return receive(into);
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    return send(from);
  }

  /** How many bytes can be received without waiting: {@code ioctl(FIONREAD)}. */
  public int available() throws IOException {
    enter();
    try {
      return check("ioctl FIONREAD", SocketCalls.readableBytes(descriptor.number()));
    } finally {
      descriptor.leave();
    }
  }

  /**
   * Ends one half of the connection, or both: {@code shutdown(2)}. A datagram socket without a peer
   * answers {@code ENOTCONN}, and yet its receives end.
   */
  public void shutdown(ShutdownHow how) throws IOException {
    enter();
    try {
      shutForReading |= how != ShutdownHow.WRITE;
      check("shutdown", SocketCalls.shutdown(descriptor.number(), how.number));
    } finally {
      descriptor.leave();
    }
  }

  /** Reads by {@link #receive}; its close closes the socket. Unbuffered. */
  public InputStream in() {
    return new SocketInput(this);
  }

  /** Writes by {@link #sendAll}; its close closes the socket. Unbuffered. */
  public OutputStream out() {
    return new SocketOutput(this);
  }

  @Override
  public <T> Socket setOption(SocketOption<T> option, T value) throws IOException {
    super.setOption(option, value);
    return this;
  }
}
