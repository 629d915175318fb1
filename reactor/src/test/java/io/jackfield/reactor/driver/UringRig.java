package io.jackfield.reactor.driver;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.socket.SocketType;
import io.jackfield.socket.linux.UringLevel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A driver on io_uring, driven by hand, with a port that stops to accept at a limit. The JDK's
 * channels are its peers.
 */
final class UringRig implements Completions, AutoCloseable {
  static final long TURN_NANOS = 5_000_000;

  /** One connection: counts, compares, and holds what it is lent if told to. */
  static final class Peer implements Completions {
    final Handle handle;
    final List<Chunk> held = new ArrayList<>();
    long received;

    /** How often it was told of bytes. */
    int parts;

    /** Where in their chunk those began that it was told of last. */
    int from;

    /** The most bytes that it was told of at once. */
    int longest;

    long sent;
    int failure;
    int ready;

    /** How many bytes were not those of {@link #bytes} that they had to be. */
    long wrong;

    boolean hold;
    boolean ended;
    boolean closed;

    Peer(Handle handle) {
      this.handle = handle;
      handle.attach(this);
    }

    @Override
    public void received(Chunk chunk, int from, int to) {
      parts++;
      this.from = from;
      longest = Math.max(longest, to - from);
      ByteBuffer bytes = chunk.view(from, to);
      while (bytes.hasRemaining()) {
        wrong += bytes.get() == at(received++) ? 0 : 1;
      }
      if (hold) {
        held.add(chunk.hold());
      }
    }

    @Override
    public void sent(int result) {
      failure = Math.min(result, 0);
      sent += Math.max(result, 0);
    }

    @Override
    public void receiveEnded(int result) {
      ended = true;
      failure = result;
    }

    @Override
    public void ready(int events) {
      ready |= events;
    }

    @Override
    public void closed() {
      closed = true;
    }
  }

  final UringDriver driver;
  Handle handle;
  final List<Peer> accepted = new ArrayList<>();

  /** Who they are, as it was said when each was told. */
  final List<@Nullable SocketAddress> named = new ArrayList<>();

  int limit = Integer.MAX_VALUE;

  /** Done each time a connection was told. */
  Runnable whenAccepted = () -> {};

  boolean closed;
  final List<SocketChannel> clients = new ArrayList<>();

  UringRig(int requests, int completions, UringLevel level) throws IOException {
    this(requests, completions, level, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  UringRig(int requests, int completions, UringLevel level, SocketAddress address)
      throws IOException {
    driver = UringDriver.open(requests, completions, level);
    handle = bind(address);
  }

  Handle bind(SocketAddress address) throws IOException {
    boolean isInternet = address instanceof InetSocketAddress;
    StandardProtocolFamily family =
        isInternet ? StandardProtocolFamily.INET : StandardProtocolFamily.UNIX;
    Handle made = driver.open(family, SocketType.STREAM);
    made.attach(this);
    driver.setOption(made, StandardSocketOptions.SO_REUSEADDR, true);
    driver.bind(made, address);
    driver.listen(made, 4_096);
    driver.accept(made, Integer.MAX_VALUE);
    handle = made;
    return made;
  }

  @Override
  public void accepted(@Nullable Handle connection, int result) {
    assertThat(result).isZero();
    named.add(driver.remoteAddress(requireNonNull(connection)));
    accepted.add(new Peer(connection));
    if (accepted.size() == limit) {
      driver.accept(handle, 0);
    }
    whenAccepted.run();
  }

  @Override
  public void closed() {
    closed = true;
  }

  List<SocketChannel> connect(int count) throws IOException {
    SocketAddress address = requireNonNull(driver.localAddress(handle));
    var connected = new ArrayList<SocketChannel>();
    for (int i = 0; i < count; i++) {
      SocketChannel client = SocketChannel.open(address);
      clients.add(client);
      connected.add(client);
    }
    return connected;
  }

  void await(int count) throws IOException {
    turnUntil(driver, () -> accepted.size() >= count);
    assertThat(accepted).hasSize(count);
  }

  /** Closes it all, and sees that this is told. */
  void end() throws IOException {
    driver.close(handle, false);
    accepted.forEach(peer -> driver.close(peer.handle, true));
    turnUntil(driver, () -> closed && accepted.stream().allMatch(peer -> peer.closed));
    assertThat(driver.receiveRing().pool().inUse())
        .as("chunks that nobody gave back")
        .isEqualTo(driver.receiveRing().provided());
    assertThat(driver.messageChunks().inUse()).as("for datagrams and pipes").isEqualTo(1);
  }

  /** What its clients send: so much from the beginning. */
  static ByteBuffer bytes(int length) {
    return bytes(0, length);
  }

  /** So much behind what it has sent already. */
  static ByteBuffer bytes(long from, int length) {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      bytes.put(at(from + bytes.position()));
    }
    return bytes.flip();
  }

  private static byte at(long position) {
    return (byte) (31 * position + (position >> 8));
  }

  static void turn(Driver driver) throws IOException {
    driver.await(TURN_NANOS);
    assertThat(driver.complete()).isNotNegative();
  }

  static void turnUntil(Driver driver, BooleanSupplier condition) throws IOException {
    for (int i = 0; !condition.getAsBoolean(); i++) {
      assertThat(i).as("turns").isLessThan(4_000);
      turn(driver);
    }
  }

  @Override
  public void close() throws IOException {
    for (SocketChannel client : clients) {
      client.close();
    }
    driver.close();
  }
}
