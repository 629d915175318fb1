package io.jackfield.service.ping;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What happens while a host is pinged. */
public sealed interface PingEvent {
  /**
   * An answer.
   *
   * @param from who answered; null if that is not known
   * @param bytes of the ICMP message: the data and 8 more
   * @param sequence of the request
   * @param hopLimit how many hops it had left, 0 to 255; -1 if that is not known
   * @param time of the round trip
   * @param duplicate whether the request had been answered before
   */
  record Replied(
      @Nullable InetAddress from,
      int bytes,
      int sequence,
      int hopLimit,
      Duration time,
      boolean duplicate)
      implements PingEvent {}

  /**
   * A problem.
   *
   * @param from who told of it; null if that is not known
   * @param sequence of the request
   * @param text in the words of ping(8): {@code Time to live exceeded}
   */
  record Troubled(@Nullable InetAddress from, int sequence, String text) implements PingEvent {}

  /**
   * A request that could not be sent; the next one is tried all the same.
   *
   * @param sequence of the request
   * @param why what the kernel said
   */
  record NotSent(int sequence, IOException why) implements PingEvent {}
}
