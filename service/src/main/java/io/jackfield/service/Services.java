package io.jackfield.service;

import io.jackfield.service.Service.Datagram;
import io.jackfield.service.Service.Stream;
import io.jackfield.service.echo.Echo;
import io.jackfield.service.echo.UdpEcho;
import io.jackfield.service.files.Receiving;
import io.jackfield.service.greeting.Greeting;
import io.jackfield.service.greeting.UdpGreeting;
import io.jackfield.service.length.StringLength;
import io.jackfield.service.timestamp.Timestamp;
import io.jackfield.service.timestamp.TimestampLine;
import io.jackfield.service.timestamp.UdpTimestamp;
import java.time.Clock;
import java.util.List;

/** The list of services, in the order in which {@code jackfield up} shows them. */
public final class Services {
  private Services() {}

  /** All there are, as they are to run. */
  public static List<Service> all(ServiceSettings settings) {
    Clock clock = settings.clock();
    return List.of(
        new Service(
            "timestamp",
            "what you send, with the time before it",
            Stream.exchange(21_567, () -> new Timestamp(clock)),
            new Datagram(21_567, new UdpTimestamp(clock))),
        new Service(
            "timestamp-line",
            "the same for one line",
            Stream.exchange(21_568, () -> new TimestampLine(clock)),
            null),
        new Service(
            "greeting",
            "says hello to a name",
            Stream.exchange(9_999, Greeting::new),
            new Datagram(9_999, new UdpGreeting())),
        new Service(
            "length",
            "counts the characters of a line",
            Stream.exchange(51_423, StringLength::new),
            null),
        new Service(
            "echo",
            "what you send (RFC 862)",
            Stream.exchange(10_007, Echo::new),
            new Datagram(10_007, new UdpEcho())),
        new Service(
            "files",
            "takes the files that 'jackfield send' sends",
            Stream.protocol(9_000, () -> new Receiving(settings.receiving())),
            null));
  }
}
