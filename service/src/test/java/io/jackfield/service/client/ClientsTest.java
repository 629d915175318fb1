package io.jackfield.service.client;

import static io.jackfield.service.client.StreamPlace.plain;
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
import io.jackfield.service.timestamp.Ctime;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
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

  /** The samples, among which the welcome is. */
  private static final Path ROOT = Path.of("../samples");

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private static Service service(String name) {
    return Services.all(new ServiceSettings(CLOCK, ROOT)).stream()
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
            new StreamClient(Dialog.of(name), plain(server.address()), TIMEOUT, terminal(typed))) {
      client.connect();
      client.run();
    }
    return printed.toString(UTF_8);
  }

  private String talkOverUdp(String name, String typed) throws Exception {
    Service.Datagram form = requireNonNull(service(name).datagram());
    try (var server = UdpServer.at(ANY_PORT).exchange(form.exchange()).start();
        var client =
            new DatagramClient(Dialog.of(name), server.address(), TIMEOUT, terminal(typed))) {
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

  @Test
  void helloIsSaidBehindEachLine() throws Exception {
    assertThat(talkOverTcp("hello", "one\ntwo\n")).isEqualTo("oneHello\ntwoHello\n");
  }

  @Test
  void whatIsDiscardedHasNoAnswer() throws Exception {
    assertThat(talkOverTcp("discard", "one\ntwo\n")).isEmpty();
    assertThat(talkOverUdp("discard", "one\ntwo\n")).isEmpty();
  }

  @Test
  void theDaytimeIsPrintedUnasked() throws Exception {
    assertThat(talkOverTcp("daytime", "not read\n")).isEqualTo("Fri Nov  6 02:57:05 2026\r\n");
    printed.reset();
    assertThat(talkOverUdp("daytime", "not read\n")).isEqualTo("Fri Nov  6 02:57:05 2026\r\n");
  }

  @Test
  void theTimeIsPrintedAsPeopleWriteIt() throws Exception {
    String here = Ctime.now(Clock.fixed(CLOCK.instant(), ZoneId.systemDefault())) + "\n";
    assertThat(talkOverTcp("time", "")).isEqualTo(here);
    printed.reset();
    assertThat(talkOverUdp("time", "")).isEqualTo(here);
  }

  @Test
  void charactersArePrintedUntilNobodyWantsThem() throws Exception {
    var full =
        new OutputStream() {
          @Override
          public void write(int one) throws IOException {
            printed.write(one);
            if (printed.size() == 100_000) {
              throw new IOException("full");
            }
          }
        };
    Service.Stream form = requireNonNull(service("chargen").stream());
    var terminal = new Terminal(InputStream.nullInputStream(), full, null);
    try (var server = form.in(TcpServer.at(ANY_PORT)).start();
        var client =
            new StreamClient(Dialog.of("chargen"), plain(server.address()), TIMEOUT, terminal)) {
      client.connect();
      assertThatThrownBy(client::run).isInstanceOf(OutputClosedException.class);
    }
    assertThat(printed.toString(UTF_8)).startsWith(" !\"#$%&'()*+,-./0123456789");
    assertThat(talkOverUdp("chargen", "").substring(100_000)).hasSizeLessThanOrEqualTo(513);
  }

  @Test
  void commandsFromAFileAreAnsweredOneAfterTheOther() throws Exception {
    assertThat(talkOverTcp("commands", "date\nos\nls nowhere\nhello\ndate"))
        .isEqualTo(
            "Fri Nov  6 02:57:05 2026\n"
                + System.getProperty("os.name")
                + "\nerror: no such directory: nowhere\nhello\nFri Nov  6 02:57:05 2026\n");
    printed.reset();
    assertThat(talkOverTcp("commands", "ls"))
        .contains("phone-menu.toml\n", "\npoems/\n", "welcome.txt\n");
  }

  @Test
  void aCallEndsWhenTheMenuHangsUpThoughMoreIsTyped() throws Exception {
    assertThat(talkOverTcp("menu", "0\n1234\nexit\n0\n"))
        .isEqualTo("欢迎致电 10086,请输入1xxx,0转人工服务.通过可能会被录音.请重新输入.\n");
  }

  @Test
  void theRoomSendsEachLineBack() throws Exception {
    assertThat(talkOverTcp("select-room", "one\ntwo\n\nthree\n")).isEqualTo("one\ntwo\n");
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
                Dialog.of("timestamp"), plain(server.address()), TIMEOUT, terminal("one\ntwo\n"))) {
      client.connect();
      assertThatThrownBy(client::run).isInstanceOf(IOException.class).hasMessageContaining(error);
    }
    assertThat(printed.toString(UTF_8).strip()).isEqualTo(said);
  }
}
