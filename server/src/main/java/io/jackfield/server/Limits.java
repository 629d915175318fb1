package io.jackfield.server;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What clients may take of a server of conversations, each limit with a default. Of whom one is
 * exceeded, the conversation ends; the others go on.
 *
 * @param connections how many may be open at once; one that comes then is closed
 * @param connectionsPerAddress how many of one address of IP, but for the loopback addresses
 * @param backlog how many the kernel keeps waiting to be accepted; it cuts this to its own maximum,
 *     {@code net.core.somaxconn}
 * @param firstByteTimeout how long a client may take to say its first word, where it is to say one:
 *     see {@link ServerProtocol#awaitsFirstByte}
 * @param idleTimeout how long it may be silent, or take nothing of what is sent
 * @param messageTimeout how long a message that has begun may take until it is whole, see {@link
 *     RequestInput#insideMessage}, {@link Exchange#isMidway} and {@link ServerProtocol#isMidway};
 *     and a second more for each {@code minimumRate} bytes of it
 * @param minimumRate in bytes a second: of messages, as above; and of what is sent, for which a
 *     client has the idle time-out, and a second more for each so many bytes
 * @param totalTimeout how long a conversation may last, whatever is done; null for as long as it
 *     likes
 * @param requestBytes how much a client may send in a conversation in all, without TLS's own part;
 *     so much reaches the handler, and what comes behind it ends the conversation with a {@link
 *     RequestTooLongException}; of a protocol, as long as it has put no other in its place
 * @param lineBytes how long a line may be, its end included, where a handler says nothing else
 * @param writeBufferBytes how much may wait for a client that does not take it, at least {@value
 *     #LEAST_WRITE_BUFFER_BYTES}: where an {@link Exchange} on an event loop, or a protocol on any
 *     engine, writes more, the write throws {@link io.jackfield.reactor.WriteLimitException} and
 *     takes nothing of it. What waits for its client otherwise holds no more than a chunk
 */
public record Limits(
    int connections,
    int connectionsPerAddress,
    int backlog,
    Duration firstByteTimeout,
    Duration idleTimeout,
    Duration messageTimeout,
    int minimumRate,
    @Nullable Duration totalTimeout,
    long requestBytes,
    int lineBytes,
    int writeBufferBytes) {
  /** What a reactor tells a protocol to wait at: a lower limit would come before that. */
  static final int LEAST_WRITE_BUFFER_BYTES = 65_536;

  /**
   * 16,384 connections, 1,024 of one address; the kernel's backlog; ten minutes for the first byte
   * and of silence; a minute for a message, 500 bytes a second; no end, and as many bytes as the
   * client likes; lines of 16 KiB; 16 MiB that wait.
   */
  public static final Limits DEFAULTS =
      new Limits(
          16_384,
          1_024,
          Integer.MAX_VALUE,
          Duration.ofMinutes(10),
          Duration.ofMinutes(10),
          Duration.ofMinutes(1),
          500,
          null,
          Long.MAX_VALUE,
          16_384,
          16 << 20);

  /** Checks them. */
  public Limits {
    requireOne(connections, "connections");
    requireOne(connectionsPerAddress, "connections of one address");
    requireOne(backlog, "connections that wait");
    requireOne(minimumRate, "bytes a second");
    requireOne(requestBytes, "bytes a conversation");
    requireOne(lineBytes, "bytes a line");
    if (writeBufferBytes < LEAST_WRITE_BUFFER_BYTES) {
      throw new IllegalArgumentException(
          "a limit of " + writeBufferBytes + " bytes that wait; less than 64 KiB is none");
    }
    ServerBuilder.requirePositive(firstByteTimeout);
    ServerBuilder.requirePositive(idleTimeout);
    ServerBuilder.requirePositive(messageTimeout);
    if (totalTimeout != null) {
      ServerBuilder.requirePositive(totalTimeout);
    }
  }

  private static void requireOne(long limit, String what) {
    if (limit < 1) {
      throw new IllegalArgumentException("a limit of " + limit + " " + what);
    }
  }

  /** The defaults, to be changed. */
  public static Builder builder() {
    return DEFAULTS.change();
  }

  /** These, to be changed. */
  public Builder change() {
    return new Builder(this);
  }

  /** Limits being put together. For one thread. */
  public static final class Builder {
    private int connections;
    private int connectionsPerAddress;
    private int backlog;
    private Duration firstByteTimeout;
    private Duration idleTimeout;
    private Duration messageTimeout;
    private int minimumRate;
    private @Nullable Duration totalTimeout;
    private long requestBytes;
    private int lineBytes;
    private int writeBufferBytes;

    private Builder(Limits from) {
      connections = from.connections;
      connectionsPerAddress = from.connectionsPerAddress;
      backlog = from.backlog;
      firstByteTimeout = from.firstByteTimeout;
      idleTimeout = from.idleTimeout;
      messageTimeout = from.messageTimeout;
      minimumRate = from.minimumRate;
      totalTimeout = from.totalTimeout;
      requestBytes = from.requestBytes;
      lineBytes = from.lineBytes;
      writeBufferBytes = from.writeBufferBytes;
    }

    public Builder connections(int limit) {
      connections = limit;
      return this;
    }

    public Builder connectionsPerAddress(int limit) {
      connectionsPerAddress = limit;
      return this;
    }

    public Builder backlog(int limit) {
      backlog = limit;
      return this;
    }

    public Builder firstByteTimeout(Duration limit) {
      firstByteTimeout = limit;
      return this;
    }

    public Builder idleTimeout(Duration limit) {
      idleTimeout = limit;
      return this;
    }

    public Builder messageTimeout(Duration limit) {
      messageTimeout = limit;
      return this;
    }

    public Builder minimumRate(int bytesPerSecond) {
      minimumRate = bytesPerSecond;
      return this;
    }

    public Builder totalTimeout(@Nullable Duration limit) {
      totalTimeout = limit;
      return this;
    }

    public Builder requestBytes(long limit) {
      requestBytes = limit;
      return this;
    }

    public Builder lineBytes(int limit) {
      lineBytes = limit;
      return this;
    }

    public Builder writeBufferBytes(int limit) {
      writeBufferBytes = limit;
      return this;
    }

    /**
     * The limits.
     *
     * @throws IllegalArgumentException if one is not positive, or the write buffer below its least
     */
    public Limits build() {
      return new Limits(
          connections,
          connectionsPerAddress,
          backlog,
          firstByteTimeout,
          idleTimeout,
          messageTimeout,
          minimumRate,
          totalTimeout,
          requestBytes,
          lineBytes,
          writeBufferBytes);
    }
  }
}
