package io.jackfield.cli;

import io.jackfield.service.ping.PingEvent.Replied;
import io.jackfield.service.ping.PingEvent.Troubled;
import io.jackfield.service.ping.PingStatistics;
import io.jackfield.socket.KernelFailure;
import io.jackfield.socket.address.Addresses;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What {@code ping} shows, in the form of ping(8), which scripts read. */
final class PingLines {
  private static final int ICMP_HEADER_BYTES = 8;
  private static final int IPV4_HEADER_BYTES = 20;
  private static final double NANOS_PER_MILLI = 1e6;

  private PingLines() {}

  /** The first line; of IPv4 it also tells how long the packets are. */
  static String first(String host, InetAddress address, int dataBytes) {
    int packet = dataBytes + ICMP_HEADER_BYTES + IPV4_HEADER_BYTES;
    String bytes =
        address instanceof Inet4Address
            ? dataBytes + "(" + packet + ") bytes of data."
            : dataBytes + " data bytes";
    return "PING " + host + " (" + Addresses.hostText(address) + ") " + bytes;
  }

  /** {@code 64 bytes from 127.0.0.1: icmp_seq=1 ttl=64 time=0.043 ms}. */
  static String of(Replied reply) {
    String ttl = reply.hopLimit() < 0 ? "" : " ttl=" + reply.hopLimit();
    return "%d bytes from %s: icmp_seq=%d%s time=%s ms%s"
        .formatted(
            reply.bytes(),
            name(reply.from()),
            reply.sequence(),
            ttl,
            threeDigits(reply.time()),
            reply.duplicate() ? " (DUP!)" : "");
  }

  /** {@code From 10.1.0.2 icmp_seq=1 Time to live exceeded}. */
  static String of(Troubled trouble) {
    return "From %s icmp_seq=%d %s"
        .formatted(name(trouble.from()), trouble.sequence(), trouble.text());
  }

  /** Why nothing could be sent, for people. */
  static String notSent(InetAddress target, IOException why) {
    String reason =
        why instanceof KernelFailure kernel
            ? kernel.failure().errno().meaning() + " (" + kernel.failure().errno().symbol() + ")"
            : Sentences.of(why);
    return "cannot send to " + Addresses.hostText(target) + ": " + reason;
  }

  private static String name(@Nullable InetAddress address) {
    return address == null ? "?" : Addresses.hostText(address);
  }

  /** Milliseconds with three digits that count, but at most three behind the point. */
  private static String threeDigits(Duration time) {
    double millis = time.toNanos() / NANOS_PER_MILLI;
    int decimals = millis >= 100 ? 0 : millis >= 10 ? 1 : millis >= 1 ? 2 : 3;
    return String.format(Locale.ROOT, "%." + decimals + "f", millis);
  }

  /** The last lines, an empty one before them. */
  static String last(String host, PingStatistics all) {
    String lines =
        "\n--- %s ping statistics ---\n%d packets transmitted, %d received%s%s%s, time %dms\n"
            .formatted(
                host,
                all.transmitted(),
                all.received(),
                part(all.duplicates(), "duplicates"),
                part(all.errors(), "errors"),
                loss(all),
                all.elapsed().toMillis());
    return all.received() == 0
        ? lines
        : lines
            + String.format(
                Locale.ROOT,
                "rtt min/avg/max/mdev = %.3f/%.3f/%.3f/%.3f ms%n",
                all.min().toNanos() / NANOS_PER_MILLI,
                all.average().toNanos() / NANOS_PER_MILLI,
                all.max().toNanos() / NANOS_PER_MILLI,
                all.deviation().toNanos() / NANOS_PER_MILLI);
  }

  private static String part(long count, String what) {
    return count == 0 ? "" : ", +" + count + " " + what;
  }

  /** As C's {@code %g} has it: 33.3333 of three, 50 of two. */
  private static String loss(PingStatistics all) {
    if (all.transmitted() == 0) {
      return "";
    }
    BigDecimal lost = BigDecimal.valueOf(100 * (all.transmitted() - all.received()));
    var sixDigits = new MathContext(6, RoundingMode.HALF_EVEN);
    BigDecimal percent = lost.divide(BigDecimal.valueOf(all.transmitted()), sixDigits);
    return ", " + percent.stripTrailingZeros().toPlainString() + "% packet loss";
  }
}
