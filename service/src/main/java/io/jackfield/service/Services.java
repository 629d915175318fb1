package io.jackfield.service;

import io.jackfield.reactor.Protocol;
import io.jackfield.server.DatagramExchange;
import io.jackfield.service.Service.Datagram;
import io.jackfield.service.Service.Stream;
import io.jackfield.service.chargen.Chargen;
import io.jackfield.service.chargen.UdpChargen;
import io.jackfield.service.commands.Commands;
import io.jackfield.service.commands.Listing;
import io.jackfield.service.daytime.Daytime;
import io.jackfield.service.discard.Discard;
import io.jackfield.service.echo.Echo;
import io.jackfield.service.echo.UdpEcho;
import io.jackfield.service.files.Receiving;
import io.jackfield.service.gopher.GopherProtocol;
import io.jackfield.service.greeting.Greeting;
import io.jackfield.service.greeting.UdpGreeting;
import io.jackfield.service.hello.HelloSuffix;
import io.jackfield.service.length.StringLength;
import io.jackfield.service.text.Saying;
import io.jackfield.service.time.TimeNumber;
import io.jackfield.service.timestamp.Timestamp;
import io.jackfield.service.timestamp.TimestampLine;
import io.jackfield.service.timestamp.UdpTimestamp;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

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
            Datagram.answering(21_567, new UdpTimestamp(clock))),
        new Service(
            "timestamp-line",
            "the same for one line",
            Stream.exchange(21_568, () -> new TimestampLine(clock)),
            null),
        new Service(
            "greeting",
            "says hello to a name",
            Stream.exchange(9_999, Greeting::new),
            Datagram.answering(9_999, new UdpGreeting())),
        new Service(
            "hello",
            "what you send once, with Hello behind it",
            Stream.exchange(8_888, HelloSuffix::new),
            null),
        new Service(
            "length",
            "counts the characters of a line",
            Stream.exchange(51_423, StringLength::new),
            null),
        new Service(
            "commands",
            "answers date, os and ls [DIR]",
            each(50_007, () -> new Commands(clock, system(), new Listing(settings.root()))),
            null),
        new Service(
            "menu", "a phone's menu, in Chinese", each(8_002, () -> settings.menu().call()), null),
        new Service(
            "echo",
            "what you send (RFC 862)",
            Stream.exchange(10_007, Echo::new),
            Datagram.answering(10_007, new UdpEcho())),
        new Service(
            "discard",
            "throws away what you send (RFC 863)",
            Stream.exchange(10_009, Discard::new),
            Datagram.silent(10_009)),
        new Service(
            "daytime",
            "the date and the time (RFC 867)",
            each(10_013, () -> new Saying(() -> Daytime.line(clock))),
            Datagram.answering(10_013, saying(() -> Daytime.line(clock)))),
        new Service(
            "time",
            "the time as a number (RFC 868)",
            each(10_037, () -> new Saying(() -> TimeNumber.now(clock))),
            Datagram.answering(10_037, saying(() -> TimeNumber.now(clock)))),
        new Service(
            "chargen",
            "characters without end (RFC 864)",
            each(10_019, Chargen::new),
            Datagram.answering(10_019, new UdpChargen())),
        new Service(
            "gopher",
            "the files of a folder (RFC 1436)",
            Stream.protocol(7_070, () -> GopherProtocol.factory(settings.root(), settings.name())),
            null),
        new Service(
            "files",
            "takes what 'jackfield send' sends into " + shown(settings.receiving().folder()),
            Stream.protocol(9_000, () -> new Receiving(settings.receiving())),
            null),
        new Service(
            "select-room", "what you send, and what the server types", Stream.room(8_003), null));
  }

  /** A protocol of its own for each conversation. */
  private static Stream each(int port, Supplier<? extends Protocol> protocol) {
    return Stream.protocol(port, () -> _ -> protocol.get());
  }

  private static DatagramExchange saying(Supplier<byte[]> words) {
    return request -> request.reply(ByteBuffer.wrap(words.get()));
  }

  /** A folder as seen from the one that we are in, if it is within it. */
  private static Path shown(Path folder) {
    Path here = Path.of("").toAbsolutePath();
    Path whole = folder.toAbsolutePath();
    return whole.startsWith(here) && !whole.equals(here) ? here.relativize(whole) : folder;
  }

  /** As the JDK knows it: {@code Linux}. */
  private static String system() {
    return System.getProperty("os.name", "");
  }
}
