package io.jackfield.reactor;

import io.jackfield.reactor.driver.Capability;
import io.jackfield.reactor.driver.Chunk;
import io.jackfield.reactor.driver.DescriptorKind;
import io.jackfield.reactor.driver.Driver;
import io.jackfield.reactor.driver.Handle;
import io.jackfield.socket.Errno;
import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketOptions;
import io.jackfield.socket.linux.FileCalls;
import io.jackfield.socket.linux.SocketCalls;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What a reactor can do with descriptors that are no sockets of its own making: the standard
 * streams, pipes, FIFOs, terminals, files, and sockets that were passed to the process. All methods
 * are for the loop's thread.
 *
 * <p>Where the driver has none they throw {@link UnsupportedOperationException}, and where the
 * reactor is stopped {@link IllegalStateException}. {@link Protocol#connectionMade} is called
 * before they return. A transport of pipes has no addresses; its {@link Transport#endOutput} closes
 * what is written to. Source: Twisted's {@code StandardIO}, {@code IReactorFDSet}, {@code
 * IReactorSocket}.
 */
public final class Descriptors {
  /** {@code S_IFMT} and {@code S_IFIFO} of inode(7). */
  private static final int FILE_TYPE = 0170000;

  private static final int FIFO = 0010000;

  /** What every driver's chunks have room for. */
  private static final int BEGUN_BYTES = 4_096;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Reactor reactor;

  Descriptors(Reactor reactor) {
    this.reactor = reactor;
  }

  private Driver requireReady() {
    reactor.requireOpen();
    Sockets.require(reactor.driver(), Capability.DESCRIPTORS, "descriptors from elsewhere");
    return reactor.driver();
  }

  /** Whether the driver has any of this. */
  public boolean areSupported() {
    return reactor.driver().capabilities().contains(Capability.DESCRIPTORS);
  }

  /**
   * Standard input and output as one stream. Whatever they are, they stay open and as they are: a
   * terminal is the shell's too. What {@link System#in} has read ahead is not found here.
   */
  public Transport standardStreams(Protocol protocol) throws IOException {
    return shared(0, 1, protocol, StreamOptions.DEFAULTS);
  }

  /**
   * As above, of two descriptors that stay the caller's.
   *
   * @throws IOException if one is not open, or no descriptor is left
   */
  public Transport shared(int input, int output, Protocol protocol, StreamOptions options)
      throws IOException {
    Driver driver = requireReady();
    List<Handle> opened = new ArrayList<>();
    try {
      Handle in = driver.adopt(input, DescriptorKind.SHARED_PIPE);
      opened.add(in);
      Handle out = driver.adopt(output, DescriptorKind.SHARED_PIPE);
      opened.add(out);
      return begin(in, out, watcher(output), protocol, new AdoptingHost(reactor, options));
    } catch (IOException e) {
      opened.forEach(one -> driver.close(one, false));
      throw e;
    }
  }

  /** Opens a connection for a protocol, as this class's methods and those of others do. */
  @FunctionalInterface
  public interface Opening {
    Transport open(Protocol protocol) throws IOException;
  }

  /**
   * Opens such a connection for a protocol of a factory's, which is told of its first and last use
   * as by {@link Reactor#connect}.
   *
   * @param peer what the factory is told of; null where the other end has no address
   * @return completed already: with the protocol, or the {@link IOException} that opening it threw
   */
  public CompletableFuture<Protocol> connect(
      ProtocolFactory factory, @Nullable SocketAddress peer, Opening opening) {
    var _ = requireReady();
    reactor.factories().use(factory);
    try {
      Protocol protocol = factory.buildProtocol(peer);
      if (protocol == null) {
        throw new IOException("the factory wants no protocol");
      }
      reactor.factories().adopt(factory, opening.open(protocol));
      return CompletableFuture.completedFuture(protocol);
    } catch (IOException e) {
      reactor.factories().release(factory);
      return CompletableFuture.failedFuture(e);
    } catch (RuntimeException e) {
      reactor.factories().release(factory);
      throw e;
    }
  }

  /** As below, with the defaults. */
  public Transport open(Path path, Protocol protocol, OpenOption... how) throws IOException {
    return open(path, protocol, StreamOptions.DEFAULTS, how);
  }

  /**
   * A file, FIFO or device as a stream: its bytes from the beginning arrive, and what is written
   * goes into it. The kernel knows no waiting for regular files: reading and writing one takes the
   * disk's time, on the loop, a piece a turn.
   *
   * @param how {@code READ} if nothing else is said; {@code WRITE} alone empties it, {@code APPEND}
   *     goes to its end; {@code CREATE} makes it. A FIFO is not waited for: to write to one that
   *     nobody reads fails with {@code ENXIO}
   * @throws NoSuchFileException if it is not there; {@link FileSystemException} otherwise
   */
  public Transport open(Path path, Protocol protocol, StreamOptions settings, OpenOption... how)
      throws IOException {
    requireReady();
    List<OpenOption> options = List.of(how);
    boolean append = options.contains(StandardOpenOption.APPEND);
    boolean write = append || options.contains(StandardOpenOption.WRITE);
    boolean read = !write || options.contains(StandardOpenOption.READ);
    boolean create = options.contains(StandardOpenOption.CREATE);
    int number = FileCalls.open(path, read, write, create, append);
    if (number < 0) {
      throw refused(path, new Errno(-number));
    }
    return owned(number, read, write, protocol, new AdoptingHost(reactor, settings));
  }

  private static FileSystemException refused(Path path, Errno errno) {
    return errno.symbol().equals("ENOENT")
        ? new NoSuchFileException(path.toString())
        : new FileSystemException(
            path.toString(), null, errno.meaning() + " (" + errno.symbol() + ")");
  }

  /** A pipe's descriptor, the driver's from now on, also if this throws. */
  Transport owned(int number, boolean read, boolean write, Protocol protocol, StreamHost host)
      throws IOException {
    Handle watcher = null;
    Handle handle;
    try {
      watcher = write ? watcher(number) : null;
      handle = reactor.driver().adopt(number, DescriptorKind.PIPE);
    } catch (IOException e) {
      if (watcher != null) {
        reactor.driver().close(watcher, false);
      }
      SocketCalls.close(number);
      throw e;
    }
    return begin(read ? handle : null, write ? handle : null, watcher, protocol, host);
  }

  private static Transport begin(
      @Nullable Handle in,
      @Nullable Handle out,
      @Nullable Handle watcher,
      Protocol protocol,
      StreamHost host) {
    var stream = new PipeTransport(host, in, out, watcher, protocol);
    stream.beginLater();
    return stream;
  }

  /** Of a pipe's end to write to the kernel tells when the other end is gone; of others not. */
  private @Nullable Handle watcher(int output) throws IOException {
    Object mode = Files.getAttribute(Path.of("/proc/self/fd/" + output), "unix:mode");
    boolean isFifo = mode instanceof Integer bits && (bits & FILE_TYPE) == FIFO;
    return isFifo ? reactor.driver().adopt(output, DescriptorKind.WATCHED) : null;
  }

  /**
   * A connected stream socket that was passed to the process, {@code fd:N}; the reactor's from now
   * on.
   *
   * @throws IOException if it is no socket; it stays the caller's
   */
  public Transport connection(int number, Protocol protocol, StreamOptions options)
      throws IOException {
    return connection(
        requireReady().adopt(number, DescriptorKind.SOCKET), protocol, options, NOTHING);
  }

  /**
   * A connected stream socket that somebody has used; its descriptor is the reactor's from now on,
   * and closed if this throws.
   *
   * @param begun what was received of it already: the first that the protocol is told of
   * @throws IllegalArgumentException if that is more than {@value #BEGUN_BYTES} bytes
   * @throws IOException if it is closed
   */
  public Transport connection(
      Socket socket, Protocol protocol, StreamOptions options, ByteBuffer begun)
      throws IOException {
    if (begun.remaining() > BEGUN_BYTES) {
      throw new IllegalArgumentException(begun.remaining() + " bytes were received before");
    }
    Driver driver = requireReady();
    int number = socket.takeDescriptor();
    Handle handle;
    try {
      handle = driver.adopt(number, DescriptorKind.SOCKET);
    } catch (IOException | RuntimeException e) {
      SocketCalls.close(number);
      throw e;
    }
    return connection(handle, protocol, options, begun);
  }

  private Transport connection(
      Handle handle, Protocol protocol, StreamOptions options, ByteBuffer begun) {
    StreamTransport stream =
        StreamTransport.of(new AdoptingHost(reactor, options), handle, protocol);
    if (begun.hasRemaining()) {
      Chunk chunk = reactor.driver().sendChunks().take();
      int count = begun.remaining();
      chunk.bytes().clear().put(begun);
      stream.reading.begunWith(chunk, count);
      chunk.release();
    }
    stream.beginLater();
    return stream;
  }

  /**
   * A listening stream socket that was passed to the process, {@code fd:N} or {@code systemd:NAME}
   * by {@link io.jackfield.reactor.endpoint.PassedSockets}; the reactor's from now on. Of the
   * options it has those of its connections; its own it has already.
   *
   * @throws IOException if it is no socket; it stays the caller's
   * @throws IllegalArgumentException if it does not listen; then it is closed
   */
  public ListeningPort listener(int number, ProtocolFactory factory, StreamOptions options)
      throws IOException {
    Handle handle = adoptListener(number);
    SocketAddress local = Objects.requireNonNull(reactor.driver().localAddress(handle));
    BoundPath path = options.socketPath().passed(local);
    var listener = new StreamListener(reactor, handle, local, factory, options, path::remove);
    listener.begin();
    return listener;
  }

  /**
   * A listening socket that somebody has opened; its descriptor is the reactor's from now on, and
   * closed if this throws. As above otherwise.
   */
  public ListeningPort listener(Socket listening, ProtocolFactory factory, StreamOptions options)
      throws IOException {
    var _ = requireReady();
    int number = listening.takeDescriptor();
    try {
      return listener(number, factory, options);
    } catch (IOException e) {
      SocketCalls.close(number);
      throw e;
    }
  }

  /** As above, before anything is done with it. */
  Handle adoptListener(int number) throws IOException {
    Driver driver = requireReady();
    Handle handle = driver.adopt(number, DescriptorKind.SOCKET);
    if (!driver.getOption(handle, SocketOptions.ACCEPTS_CONNECTIONS)) {
      driver.close(handle, false);
      throw new IllegalArgumentException("descriptor " + number + " is no listening socket");
    }
    return handle;
  }

  /** A datagram socket that was passed to the process; as above. */
  public DatagramTransport datagrams(int number, DatagramProtocol protocol, DatagramOptions options)
      throws IOException {
    Handle handle = requireReady().adopt(number, DescriptorKind.SOCKET);
    SocketAddress local = reactor.driver().localAddress(handle);
    Runnable gone = local == null ? () -> {} : options.socketPath().passed(local)::remove;
    var port = new DatagramPort(reactor, handle, protocol, options, false, gone);
    port.begin();
    return port;
  }
}
