package io.jackfield.service.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.server.StreamRequestHandler;
import io.jackfield.server.TcpServer;
import io.jackfield.server.UdpServer;
import io.jackfield.service.Service;
import io.jackfield.service.ServiceSettings;
import io.jackfield.service.Services;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each client with its own service, by a clock that stands still. */
@Timeout(20)
final class ClientsTest {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-06T02:57:05Z"), ZoneOffset.UTC);
  private static final String STAMP = "[Fri Nov  6 02:57:05 2026] ";

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private static Service service(String name) {
    return Services.all(new ServiceSettings(CLOCK, Path.of(""))).stream()
        .filter(service -> service.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private Terminal terminal(String typed) {
    return new Terminal(new ByteArrayInputStream(typed.getBytes(UTF_8)), printed, null);
  }

  private String talkOverTcp(String name, String typed) throws Exception {
    Service.Stream form = requireNonNull(service(name).stream());
    try (var server = form.in(TcpServer.at(ANY_PORT)).start();
        var client =
            new StreamClient(Dialog.of(name), server.address(), TIMEOUT, terminal(typed))) {
      client.connect();
      client.run();
    }
    return printed.toString(UTF_8);
  }

  private String talkOverUdp(String name, String typed) throws Exception {
    Service.Datagram form = requireNonNull(service(name).datagram());
    try (var server = UdpServer.at(ANY_PORT).exchange(form.exchange()).start();
        var client = new DatagramClient(server.address(), TIMEOUT, terminal(typed))) {
      client.run();
    }
    return printed.toString(UTF_8);
  }

  @Test
  void timestampsAreAnsweredLineByLine() throws Exception {
    assertThat(talkOverTcp("timestamp", "one\ntwo\r\n"))
        .isEqualTo(STAMP + "one\n" + STAMP + "two\n");
  }

  @Test
  void aNewConnectionIsMadeForEachLineWhereTheServerCloses() throws Exception {
    assertThat(talkOverTcp("timestamp-line", "one\ntwo\n"))
        .isEqualTo(STAMP + "one\n" + STAMP + "two\n");
  }

  @Test
  void aGreetingIsShownAndExitEndsTheTalk() throws Exception {
    assertThat(talkOverTcp("greeting", "Jörg\nexit\nnobody\n"))
        .isEqualTo("Welcome!\nHello, Jörg!\n");
  }

  @Test
  void theLengthIsToldOnce() throws Exception {
    assertThat(talkOverTcp("length", "héllo 😀\nmore\n"))
        .startsWith("welcome, ('127.0.0.1', ")
        .endsWith("Please enter a string:\nYou entered 7 characters.\n");
  }

  @ParameterizedTest
  @CsvSource({"echo, a b", "greeting, 'Hello, a b!'", "timestamp, [Fri Nov  6 02:57:05 2026] a b"})
  void aDatagramIsAnsweredByOne(String name, String answer) throws Exception {
    assertThat(talkOverUdp(name, "a b\n")).isEqualTo(answer + "\n");
  }

  @Test
  void anEmptyLineEndsTheTalk() throws Exception {
    assertThat(talkOverTcp("echo", "one\n\ntwo\n")).isEqualTo("one\n");
  }

  @Test
  void aLineLongerThanAChunkIsSentInPieces() throws Exception {
    String line = "x".repeat(40_000);
    assertThat(talkOverTcp("echo", line + "\n").replace("\n", "")).isEqualTo(line);
  }

  @Test
  void aLineOfExactlyOneChunkIsNotFollowedByAnEmptyOne() throws Exception {
    String line = "x".repeat(16_384);
    assertThat(talkOverTcp("echo", line + "\nnext\n")).isEqualTo(line + "\nnext\n");
  }

  @Test
  void aCarriageReturnThatTheServerIgnoresIsNotWaitedFor() throws Exception {
    assertThat(talkOverTcp("greeting", "x\r\r\ny\n")).isEqualTo("Welcome!\nHello, x!\nHello, y!\n");
  }

  /** Says what it is told to say, then closes. */
  private static final class Says extends StreamRequestHandler {
    private final String text;

    Says(String text) {
      this.text = text;
    }

    @Override
    protected void handle() throws IOException {
      in().readChunk();
      out().write(text.getBytes(UTF_8));
    }
  }

  @ParameterizedTest
  @CsvSource({"'', without an answer", "[Fri, in the middle of an answer"})
  void aServerThatClosesInsteadOfAnsweringIsAnError(String said, String error) throws Exception {
    try (var server = TcpServer.at(ANY_PORT).handler(() -> new Says(said)).start();
        var client =
            new StreamClient(
                Dialog.of("timestamp"), server.address(), TIMEOUT, terminal("one\ntwo\n"))) {
      client.connect();
      assertThatThrownBy(client::run).isInstanceOf(IOException.class).hasMessageContaining(error);
    }
    assertThat(printed.toString(UTF_8).strip()).isEqualTo(said);
  }
}
