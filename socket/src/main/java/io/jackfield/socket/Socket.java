package io.jackfield.socket;

import io.jackfield.socket.SocketEvent.Kind;
import io.jackfield.socket.address.AbstractUnixAddress;
import io.jackfield.socket.address.KernelFamily;
import io.jackfield.socket.address.NetlinkAddress;
import io.jackfield.socket.address.PacketAddress;
import io.jackfield.socket.address.VsockAddress;
import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.linux.Descriptor;
import io.jackfield.socket.linux.DescriptorCalls;
import io.jackfield.socket.linux.SocketCalls;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ByteChannel;
import java.nio.channels.ConnectionPendingException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
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
public final class Socket extends MessageChannel implements ByteChannel {
  /** The time-out of a call that waits as long as it takes. */
  public static final Duration NEVER = Duration.ofNanos(Descriptor.FOR_EVER);

  /** A backlog that the kernel cuts to its own maximum, {@code net.core.somaxconn}. */
  public static final int MAX_BACKLOG = Integer.MAX_VALUE;

  private Socket(int number, ProtocolFamily family, SocketType type) {
    super(number, family, type);
  }

  /**
   * Opens a socket: {@code socket(2)}.
   *
   * @param family {@link StandardProtocolFamily#INET}, {@code INET6} (which takes IPv4 too unless
   *     {@link Ipv6Options#V6_ONLY} is set) or {@code UNIX}, or one of {@link KernelFamily}
   * @throws UnsupportedSocketException if the kernel has no such socket
   * @throws PermissionDeniedException if the user may not have it (raw sockets)
   * @throws TooManyOpenFilesException if no descriptor is left
   * @throws UnsupportedOperationException on a system other than Linux
   */
  public static Socket open(ProtocolFamily family, SocketType type) throws IOException {
    return open(family, type, 0);
  }

  /**
   * Opens a socket for one protocol of its family; throws as above.
   *
   * @param protocol its number, as 1 for ICMP; 0 for the family's own choice
   */
  public static Socket open(ProtocolFamily family, SocketType type, int protocol)
      throws IOException {
    Abi.requireSupported();
    long started = SocketObservers.begin();
    int number = SocketCalls.socket(family, type.number, protocol);
    if (number < 0) {
      SocketObservers.failed(Kind.FAILED, "socket", -1, null, new Errno(-number));
      throw Failures.of("socket", number, null, null);
    }
    var socket = new Socket(number, family, type);
    socket.done(started, Kind.OPENED, "socket", 0);
    return socket;
  }

  /** Opens two Unix sockets that are connected to each other: {@code socketpair(2)}. */
  public static List<Socket> pair(SocketType type) throws IOException {
    Abi.requireSupported();
    var numbers = new int[2];
    int result = SocketCalls.socketPair(StandardProtocolFamily.UNIX, type.number, numbers);
    if (result < 0) {
      throw Failures.of("socketpair", result, null, null);
    }
    return List.of(
        new Socket(numbers[0], StandardProtocolFamily.UNIX, type),
        new Socket(numbers[1], StandardProtocolFamily.UNIX, type));
  }

  /**
   * Makes a socket of an open descriptor, which is this socket's to close from now on. It becomes
   * non-blocking, for all who share it. With 0 this is the socket that inetd(8) starts a program
   * with, which the JDK gives by {@link System#inheritedChannel}.
   *
   * @throws IOException if it is no socket, not open, or of a family or type unknown here; it then
   *     stays the caller's
   */
  public static Socket fromDescriptor(int number) throws IOException {
    Abi.requireSupported();
    var adoption = Adoption.of(number);
    var socket = new Socket(number, adoption.family(), adoption.type());
    socket.remote = SocketCalls.remoteAddress(number);
    return socket;
  }

  /**
   * Opens a socket of the family that {@code address} belongs to.
   *
   * @throws UnknownHostException if it is a host name without an address
   */
  public static Socket openFor(SocketAddress address, SocketType type) throws IOException {
    return switch (address) {
      case UnixDomainSocketAddress _, AbstractUnixAddress _ ->
          open(StandardProtocolFamily.UNIX, type);
      case NetlinkAddress _ -> open(KernelFamily.NETLINK, type);
      case VsockAddress _ -> open(KernelFamily.VSOCK, type);
      case PacketAddress _ -> open(KernelFamily.PACKET, type);
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
   * @param local null for any of the family, as the JDK has it; of Unix that is an abstract name
   * @throws AlreadyBoundException if it has one
   * @throws AddressInUseException if another socket has it
   * @throws AddressUnavailableException if it is none of this machine's
   * @throws BindDeniedException if the user may not have it
   */
  @Override
  public Socket bind(@Nullable SocketAddress local) throws IOException {
    SocketAddress wanted = local != null ? local : anyAddress();
    long started = SocketObservers.begin();
    enter();
    try {
      int result = SocketCalls.bind(descriptor.number(), wanted, family);
      if (result < 0) {
        if (type != SocketType.RAW && isBound(self())) {
          throw new AlreadyBoundException();
        }
        throw failure("bind", result, wanted);
      }
      SocketObservers.end(started, Kind.BOUND, "bind", descriptor.number(), wanted, 0);
      return this;
    } finally {
      descriptor.leave();
    }
  }

  /** Makes it a listener with the longest queue the system allows. */
  public Socket listen() throws IOException {
    return listen(MAX_BACKLOG);
  }

  /**
   * Makes it a listener on which {@code backlog} connections may wait: {@code listen(2)}.
   *
   * @throws KernelException if its type takes no connections ({@code EOPNOTSUPP})
   */
  public Socket listen(int backlog) throws IOException {
    long started = SocketObservers.begin();
    enter();
    try {
      check("listen", SocketCalls.listen(descriptor.number(), backlog));
      done(started, Kind.LISTENING, "listen", 0);
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
    return accept(() -> false);
  }

  /**
   * As {@link #accept()}, but where it would have to wait and {@code stop} says so it returns null;
   * {@link #wakeReceivers} has it asked again.
   */
  public @Nullable Socket accept(BooleanSupplier stop) throws IOException {
    var peer = new @Nullable SocketAddress[1];
    long started = SocketObservers.begin();
    long deadline = enterToWait(false);
    try {
      int number;
      int wakeUpsSeen;
      do {
        wakeUpsSeen = descriptor.wakeUps();
        number = SocketCalls.accept(descriptor.number(), peer);
        if (number == -Abi.EAGAIN && stop.getAsBoolean()) {
          return null;
        }
      } while (again("accept", number, Abi.READABLE, deadline, wakeUpsSeen));
      if (number == -Abi.EAGAIN) {
        return null;
      }
      var accepted = new Socket(check("accept", number), family, type);
      accepted.remote = peer[0];
      accepted.done(started, Kind.ACCEPTED, "accept", 0);
      return accepted;
    } finally {
      descriptor.leave();
    }
  }

  /**
   * Connects: {@code connect(2)}. A datagram socket only notes the peer, and may do so again.
   *
   * @return false only where the time-out is zero and the connection is still being made; call
   *     again to learn how it went
   * @throws ConnectionRefusedException if nobody listens there
   * @throws UnreachableException if no route leads there
   * @throws SocketTimeoutException if the time was up first; close the socket then
   * @throws AlreadyConnectedException if it is connected, or listens
   * @throws ConnectionPendingException if a connection to somewhere else is still being made
   */
  public boolean connect(SocketAddress to) throws IOException {
    long started = SocketObservers.begin();
    long deadline = enterToWait(false);
    try {
      SocketAddress pending = connecting;
      if (pending != null && !pending.equals(to)) {
        throw new ConnectionPendingException();
      }
      int result;
      do {
        result = SocketCalls.connect(descriptor.number(), to, family);
        connecting = to;
        if (result == -Abi.EAGAIN) {
          pauseUnpollable(deadline); // The queue of a Unix listener is full.
        }
      } while (again("connect", asked(result), Abi.WRITABLE, deadline));
      if (result == -Abi.EAGAIN) {
        connecting = null; // Sent away, not put off.
      }
      if (asked(result) == -Abi.EAGAIN) {
        return false;
      }
      connected(to, result, pending != null);
      done(started, Kind.CONNECTED, "connect", 0);
      return true;
    } finally {
      descriptor.leave();
    }
  }

  /**
   * As {@link #connect}, but what the kernel answers is the result: Python's {@code connect_ex}.
   *
   * @return 0 if it is connected, {@code EINPROGRESS} (115) where the time-out is zero and the
   *     connection is still being made, else the errno of the refusal
   * @throws IOException for what is no answer of the kernel's: a time-out, a close
   */
  public int connectEx(SocketAddress to) throws IOException {
    try {
      return connect(to) ? 0 : Abi.EINPROGRESS;
    } catch (IOException e) {
      if (e instanceof KernelFailure refused) {
        return refused.failure().errno().number();
      }
      throw e;
    }
  }

  /** Asked again, connect(2) says how it went, and {@code EALREADY} while it goes on. */
  private static int asked(int result) {
    return result == -Abi.EINPROGRESS || result == -Abi.EALREADY ? -Abi.EAGAIN : result;
  }

  private void connected(SocketAddress to, int result, boolean wasPending) throws IOException {
    connecting = null;
    if (result == -Abi.EISCONN && !wasPending) {
      throw new AlreadyConnectedException();
    }
    if (result < 0 && result != -Abi.EISCONN) {
      throw failure("connect", result, to);
    }
    remote = to;
  }

  /**
   * Another socket of the same open file, with a descriptor of its own: {@code dup(2)}. What one
   * binds, connects or shuts down is the other's too; each is closed by itself, and the connection
   * ends, or the queue of a listener, with the last.
   *
   * @throws TooManyOpenFilesException if no descriptor is left
   */
  public Socket duplicate() throws IOException {
    enter();
    try {
      int number = check("fcntl", DescriptorCalls.duplicate(descriptor.number()));
      var copy = new Socket(number, family, type);
      copy.remote = remote;
      return copy;
    } finally {
      descriptor.leave();
    }
  }

  /**
   * Gives up its descriptor, which stays open: the caller closes it from now on, or makes another
   * socket of it. This one is closed.
   *
   * @throws ClosedChannelException if it was closed before
   * @throws IllegalStateException if another thread is in a call on it; then nothing has changed
   */
  public int takeDescriptor() throws IOException {
    int number = descriptor.takeNumber();
    if (number < 0) {
      enter(); // Throws where it is closed.
      descriptor.leave();
      throw new IllegalStateException("another thread is in a call on this socket");
    }
    giveUp();
    return number;
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

  /**
   * Reads by {@link #receive}; its close closes the socket. Unbuffered.
   *
   * @throws UnsupportedOperationException if the socket carries no connection
   */
  public InputStream in() {
    requireConnection();
    return new SocketInput(this);
  }

  private void requireConnection() {
    if (!type.ends) {
      throw new UnsupportedOperationException("a socket of type " + type + " has no stream");
    }
  }

  /** Writes by {@link #sendAll}; its close closes the socket. Unbuffered. Throws as {@link #in}. */
  public OutputStream out() {
    requireConnection();
    return new SocketOutput(this);
  }

  /**
   * Reads text by line, buffered; its close closes the socket. A line has no limit here: not for
   * peers that are not trusted. Throws as {@link #in}.
   */
  public BufferedReader reader(Charset charset) {
    return new BufferedReader(new InputStreamReader(in(), charset));
  }

  /** Writes text, buffered: flush it; its close closes the socket. Throws as {@link #in}. */
  public BufferedWriter writer(Charset charset) {
    return new BufferedWriter(new OutputStreamWriter(out(), charset));
  }

  @Override
  public <T> Socket setOption(SocketOption<T> option, T value) throws IOException {
    super.setOption(option, value);
    return this;
  }
}
