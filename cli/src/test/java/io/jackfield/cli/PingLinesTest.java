package io.jackfield.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.service.ping.PingEvent.Replied;
import io.jackfield.service.ping.PingEvent.Troubled;
import io.jackfield.service.ping.PingStatistics;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PingLinesTest {
  private static final InetAddress V4 = InetAddress.ofLiteral("192.0.2.1");
  private static final InetAddress V6 = InetAddress.ofLiteral("2001:db8::1");

  private static Replied reply(long nanos) {
    return new Replied(V4, 64, 1, 64, Duration.ofNanos(nanos), false);
  }

  @Test
  void theFirstLineTellsHowLongThePacketsOfIpv4Are() {
    assertThat(PingLines.first("example.org", V4, 56))
        .isEqualTo("PING example.org (192.0.2.1) 56(84) bytes of data.");
    assertThat(PingLines.first("::1", V6, 0)).isEqualTo("PING ::1 (2001:db8::1) 0 data bytes");
  }

  @Test
  void aReplyHasTheFormOfPings() {
    assertThat(PingLines.of(reply(43_000)))
        .isEqualTo("64 bytes from 192.0.2.1: icmp_seq=1 ttl=64 time=0.043 ms");
    assertThat(PingLines.of(new Replied(V6, 8, 65_535, 255, Duration.ofMillis(2), true)))
        .isEqualTo("8 bytes from 2001:db8::1: icmp_seq=65535 ttl=255 time=2.00 ms (DUP!)");
  }

  @Test
  void whatIsNotKnownIsNotShown() {
    assertThat(PingLines.of(new Replied(null, 64, 1, -1, Duration.ofMillis(2), false)))
        .isEqualTo("64 bytes from ?: icmp_seq=1 time=2.00 ms");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.000",
    "499, 0.000",
    "43500, 0.044",
    "999499, 0.999",
    "1000000, 1.00",
    "1234567, 1.23",
    "9990000, 9.99",
    "12345678, 12.3",
    "123456789, 123",
    "12345678901, 12346",
  })
  void timesHaveThreeDigitsThatCount(long nanos, String shown) {
    assertThat(PingLines.of(reply(nanos))).endsWith("time=" + shown + " ms");
  }

  @Test
  void aProblemHasTheFormOfPings() {
    assertThat(PingLines.of(new Troubled(V4, 3, "Time to live exceeded")))
        .isEqualTo("From 192.0.2.1 icmp_seq=3 Time to live exceeded");
  }

  private static PingStatistics statistics(long sent, long received, long dup, long errors) {
    return new PingStatistics(
        sent,
        received,
        dup,
        errors,
        Duration.ofMillis(2_003),
        Duration.ofNanos(26_400),
        Duration.ofNanos(33_500),
        Duration.ofNanos(1_040_000),
        Duration.ofNanos(7_000));
  }

  @Test
  void theStatisticsHaveTheFormOfPings() {
    assertThat(PingLines.last("h", statistics(3, 3, 0, 0)))
        .isEqualTo(
            """

            --- h ping statistics ---
            3 packets transmitted, 3 received, 0% packet loss, time 2003ms
            rtt min/avg/max/mdev = 0.026/0.034/1.040/0.007 ms
            """);
  }

  @Test
  void withoutAReplyThereAreNoTimes() {
    assertThat(PingLines.last("h", statistics(1, 0, 0, 1)))
        .endsWith("1 packets transmitted, 0 received, +1 errors, 100% packet loss, time 2003ms\n");
    assertThat(PingLines.last("h", statistics(0, 0, 0, 0)))
        .endsWith("\n0 packets transmitted, 0 received, time 2003ms\n");
  }

  @ParameterizedTest
  @CsvSource({"3, 2, 33.3333", "3, 1, 66.6667", "2, 1, 50", "1000, 999, 0.1", "8, 7, 12.5"})
  void theLossHasSixDigitsAtMost(long sent, long received, String percent) {
    assertThat(PingLines.last("h", statistics(sent, received, 0, 0)))
        .contains(" received, " + percent + "% packet loss");
  }

  @Test
  void duplicatesAndErrorsAreCountedApart() {
    assertThat(PingLines.last("h", statistics(4, 3, 2, 1)))
        .contains("4 packets transmitted, 3 received, +2 duplicates, +1 errors, 25% packet loss");
  }

  @Test
  void whatCannotBeSentIsToldInASentence() {
    assertThat(PingLines.notSent(V4, new IOException("no")))
        .isEqualTo("cannot send to 192.0.2.1: no");
  }
}
