package io.jackfield.reactor;

import java.net.SocketAddress;
import java.net.SocketOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Limits and settings of a stream's connections.
 *
 * @param lowMarkBytes {@link Protocol#writeResumed} when so little waits to be sent
 * @param highMarkBytes {@link Protocol#writePaused} when more waits to be sent
 * @param writeLimitBytes the most that may wait to be sent
 * @param closeTimeout how long {@link Transport#close} may take to send the rest
 * @param lingerTimeout how long, after that, the peer may go on sending to a closed connection
 *     before it is reset; while this lasts our last words cannot be lost
 * @param connectTimeout for one attempt to connect
 * @param localAddress what a socket takes before it connects: an address of this machine, a port,
 *     or both (0 for any); null for what the system chooses. Every address ({@code 0.0.0.0}, {@code
 *     ::}) is that of the family which is connected to. Of a port that listens it says nothing
 * @param backlog connections that may wait to be accepted; the kernel cuts it to its own maximum
 * @param connectionLimit connections of one port at a time; what comes beyond waits to be accepted
 * @param controlBytes room for what comes beside the bytes of a Unix stream, 0 to 4,096; more than
 *     0 makes its transport a {@link UnixTransport}. For other streams it must be 0
 * @param socketPath how a port takes a Unix socket's path
 * @param socketOptions set before a socket connects or listens; accepted ones inherit them. Over
 *     TCP {@code TCP_NODELAY} is set besides, if it is not among them
 */
public record StreamOptions(
    int lowMarkBytes,
    int highMarkBytes,
    long writeLimitBytes,
    Duration closeTimeout,
    Duration lingerTimeout,
    Duration connectTimeout,
    @Nullable SocketAddress localAddress,
    int backlog,
    int connectionLimit,
    int controlBytes,
    SocketPath socketPath,
    Map<SocketOption<?>, Object> socketOptions) {

  /**
   * 16 KiB, 64 KiB, 16 MiB; 30 s, 2 s, 30 s; any local address; the kernel's backlog; no limit of
   * connections.
   */
  public static final StreamOptions DEFAULTS =
      new StreamOptions(
          16_384,
          65_536,
          16L << 20,
          Duration.ofSeconds(30),
          Duration.ofSeconds(2),
          Duration.ofSeconds(30),
          null,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          0,
          SocketPath.DEFAULTS,
          Map.of());

  /** Checks them. */
  public StreamOptions {
    if (lowMarkBytes < 0 || highMarkBytes < lowMarkBytes || writeLimitBytes < highMarkBytes) {
      throw new IllegalArgumentException(
          "not in order: low mark %d, high mark %d, write limit %d"
              .formatted(lowMarkBytes, highMarkBytes, writeLimitBytes));
    }
    if (closeTimeout.isNegative() || lingerTimeout.isNegative() || connectTimeout.isNegative()) {
      throw new IllegalArgumentException("a negative time-out");
    }
    if (connectionLimit < 1) {
      throw new IllegalArgumentException("no connection allowed: " + connectionLimit);
    }
    DatagramOptions.requireControlBytes(controlBytes);
    socketOptions = Map.copyOf(socketOptions);
  }

  /** The same to begin with, to be changed. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** The defaults, to be changed. */
  public static Builder builder() {
    return DEFAULTS.toBuilder();
  }

  /** Options being put together. For one thread. */
  public static final class Builder {
    private int lowMarkBytes;
    private int highMarkBytes;
    private long writeLimitBytes;
    private Duration closeTimeout;
    private Duration lingerTimeout;
    private Duration connectTimeout;
    private @Nullable SocketAddress localAddress;
    private int backlog;
    private int connectionLimit;
    private int controlBytes;
    private SocketPath socketPath;
    private final Map<SocketOption<?>, Object> socketOptions;

    private Builder(StreamOptions from) {
      lowMarkBytes = from.lowMarkBytes;
      highMarkBytes = from.highMarkBytes;
      writeLimitBytes = from.writeLimitBytes;
      closeTimeout = from.closeTimeout;
      lingerTimeout = from.lingerTimeout;
      connectTimeout = from.connectTimeout;
      localAddress = from.localAddress;
      backlog = from.backlog;
      connectionLimit = from.connectionLimit;
      controlBytes = from.controlBytes;
      socketPath = from.socketPath;
      socketOptions = new LinkedHashMap<>(from.socketOptions);
    }

    public Builder marks(int lowBytes, int highBytes) {
      lowMarkBytes = lowBytes;
      highMarkBytes = highBytes;
      return this;
    }

    public Builder writeLimitBytes(long limit) {
      writeLimitBytes = limit;
      return this;
    }

    public Builder closeTimeout(Duration timeout) {
      closeTimeout = timeout;
      return this;
    }

    public Builder lingerTimeout(Duration timeout) {
      lingerTimeout = timeout;
      return this;
    }

    public Builder connectTimeout(Duration timeout) {
      connectTimeout = timeout;
      return this;
    }

    public Builder localAddress(@Nullable SocketAddress address) {
      localAddress = address;
      return this;
    }

    public Builder backlog(int connections) {
      backlog = connections;
      return this;
    }

    public Builder connectionLimit(int connections) {
      connectionLimit = connections;
      return this;
    }

    public Builder controlBytes(int bytes) {
      controlBytes = bytes;
      return this;
    }

    public Builder socketPath(SocketPath path) {
      socketPath = path;
      return this;
    }

    public <T> Builder socketOption(SocketOption<T> option, T value) {
      socketOptions.put(option, value);
      return this;
    }

    /**
     * The options.
     *
     * @throws IllegalArgumentException if marks and limit are not in order, or something is
     *     negative
     */
    public StreamOptions build() {
      return new StreamOptions(
          lowMarkBytes,
          highMarkBytes,
          writeLimitBytes,
          closeTimeout,
          lingerTimeout,
          connectTimeout,
          localAddress,
          backlog,
          connectionLimit,
          controlBytes,
          socketPath,
          socketOptions);
    }
  }
}
