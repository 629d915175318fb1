package io.jackfield.reactor;

import java.net.SocketOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Limits and settings of a port for messages.
 *
 * @param queueMessages the most messages that may wait to be sent, besides the one that the kernel
 *     is being given
 * @param queueBytes the most bytes those may have
 * @param controlBytes room for what comes beside a message (ancillary data), 0 to 4,096
 * @param receiveTrains whether datagrams that arrive one behind the other from the same address may
 *     be taken from the kernel as one ({@code UDP_GRO}, udp(7)): much cheaper where they come in
 *     bulk. Each is told by itself all the same. Where it cannot be had it changes nothing
 * @param closeTimeout how long {@link DatagramTransport#close} may take to send the rest
 * @param socketPath how a port takes a Unix socket's path
 * @param socketOptions set before the socket takes its address
 */
public record DatagramOptions(
    int queueMessages,
    long queueBytes,
    int controlBytes,
    boolean receiveTrains,
    Duration closeTimeout,
    SocketPath socketPath,
    Map<SocketOption<?>, Object> socketOptions) {
  /** 1,024 messages, 1 MiB; no ancillary data, no trains; 5 s. */
  public static final DatagramOptions DEFAULTS =
      new DatagramOptions(
          1_024, 1L << 20, 0, false, Duration.ofSeconds(5), SocketPath.DEFAULTS, Map.of());

  private static final int MAX_CONTROL_BYTES = 4_096;

  /** Checks them. */
  public DatagramOptions {
    if (queueMessages < 0 || queueBytes < 0) {
      throw new IllegalArgumentException(
          "a queue of " + queueMessages + " messages, " + queueBytes + " bytes");
    }
    requireControlBytes(controlBytes);
    if (closeTimeout.isNegative()) {
      throw new IllegalArgumentException("a negative time-out");
    }
    socketOptions = Map.copyOf(socketOptions);
  }

  static void requireControlBytes(int room) {
    if (room < 0 || room > MAX_CONTROL_BYTES) {
      throw new IllegalArgumentException(
          "room for ancillary data is 0 to " + MAX_CONTROL_BYTES + ", not " + room);
    }
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
    private int queueMessages;
    private long queueBytes;
    private int controlBytes;
    private boolean receiveTrains;
    private Duration closeTimeout;
    private SocketPath socketPath;
    private final Map<SocketOption<?>, Object> socketOptions;

    private Builder(DatagramOptions from) {
      queueMessages = from.queueMessages;
      queueBytes = from.queueBytes;
      controlBytes = from.controlBytes;
      receiveTrains = from.receiveTrains;
      closeTimeout = from.closeTimeout;
      socketPath = from.socketPath;
      socketOptions = new LinkedHashMap<>(from.socketOptions);
    }

    public Builder queue(int messages, long bytes) {
      queueMessages = messages;
      queueBytes = bytes;
      return this;
    }

    public Builder controlBytes(int bytes) {
      controlBytes = bytes;
      return this;
    }

    public Builder receiveTrains(boolean on) {
      receiveTrains = on;
      return this;
    }

    public Builder closeTimeout(Duration timeout) {
      closeTimeout = timeout;
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
     * @throws IllegalArgumentException if one is out of its range
     */
    public DatagramOptions build() {
      return new DatagramOptions(
          queueMessages,
          queueBytes,
          controlBytes,
          receiveTrains,
          closeTimeout,
          socketPath,
          socketOptions);
    }
  }
}
