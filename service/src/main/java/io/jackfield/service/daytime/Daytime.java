package io.jackfield.service.daytime;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.jackfield.service.timestamp.Ctime;
import java.time.Clock;

/**
 * The date and the time for people, a line in C's form as inetd tells it: {@code Fri Nov 6 02:57:05
 * 2026} and CRLF, in the clock's zone. RFC 867 asks for ASCII on a line and leaves the form open.
 */
public final class Daytime {
  private Daytime() {}

  /** The line, its end included. */
  public static byte[] line(Clock clock) {
    return (Ctime.now(clock) + "\r\n").getBytes(US_ASCII);
  }
}
