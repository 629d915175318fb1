package io.jackfield.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What no client should do, to every service on every engine. */
@ParameterizedClass(name = "{0}")
@EnumSource
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class BadInputTest {
  /** Bytes that are no text, or none that a terminal should see. */
  static final List<String> ENCODINGS =
      List.of(
          "\u00ff",
          "\u00c3(",
          "\u00c0\u00ae\u00c0\u00ae/x",
          "\u00ed\u00a0\u0080", // Half a surrogate pair.
          "\u00f4\u0090\u0080\u0080", // Past U+10FFFF.
          "\u00f0\u009f\u0098", // Cut off.
          "\u00ef\u00bb\u00bf", // A byte order mark.
          "\0",
          "a\0b",
          "\r",
          "\r\r",
          "\u001b[2J",
          IntStream.range(0, 256)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString());

  private static final int MUCH_BYTES = 1 << 20;

  @TempDir private static Path top;
  private static @Nullable ServedServices served;

  private final ServedServices services = Objects.requireNonNull(served, "not open");

  private final boolean isConcurrent;

  BadInputTest(ServiceEngine engine) {
    isConcurrent = engine.isConcurrent();
  }

  @BeforeParameterizedClassInvocation
  static void open(ServiceEngine engine) throws IOException {
    var folder = BadInputFolder.make(Files.createDirectory(top.resolve(engine.name())));
    served = ServedServices.open(engine, folder.settings(), BadPeers.USUAL);
  }

  @AfterParameterizedClassInvocation
  static void close() {
    Objects.requireNonNull(served, "not open").close();
  }

  /** And whatever was said before, everybody is answered. */
  @AfterEach
  void theOthersAreUndisturbed() throws IOException {
    for (String service : services.names()) {
      assertSaid(service, List.of("/a.txt\r\n"));
    }
    assertThat(services.failures()).noneMatch(failure -> failure.contains("a bug"));
  }

  private void assertSaid(String service, List<String> pieces) throws IOException {
    assertThat(Talk.with(services, service, pieces))
        .as("%s, told %s", service, pieces)
        .isEqualTo(Manners.heard(service, pieces, true));
  }

  @Test
  void bytesThatAreNoTextAreAnsweredOrRefused() throws IOException {
    for (String service : services.names()) {
      for (String bytes : ENCODINGS) {
        assertSaid(service, List.of(bytes));
        assertSaid(service, List.of(bytes + "\n"));
        assertSaid(service, List.of(bytes + "\r\n" + bytes));
      }
    }
  }

  private static String request(String service, int number) {
    return switch (service) {
      case "timestamp-line", "length" -> "ä line\r\nmore";
      case "greeting" -> "é\r\nexit";
      case "commands" -> "date\nls\n";
      case "menu" -> Manners.bytes("0\nä按\n1\n");
      case "gopher" -> "/a.txt\r\nmore";
      case "files" -> String.format(Locale.ROOT, "a%02d\r\n5\r\nhellob%<02d\n0\nx", number);
      default -> "\u00e6\u008c\u0089\r\nx";
    };
  }

  @Test
  void whereverARequestIsCutItIsTheSame() throws IOException {
    for (String service : services.names()) {
      int length = request(service, 0).length();
      for (int cut = 1; cut < length; cut++) {
        String request = request(service, cut);
        assertSaid(service, List.of(request.substring(0, cut), request.substring(cut)));
      }
      assertSaid(service, List.of(request(service, length).split("")));
    }
  }

  /**
   * Wherever a buffer of the engine's ends: each is answered once, though it is answered in parts.
   */
  @Test
  void whatIsSaidAtOnceIsHeardAtOnce() throws IOException {
    List<String> pieces = Collections.nCopies(200, "x".repeat(514));
    for (String service : List.of("timestamp", "greeting", "menu")) {
      assertSaid(service, pieces);
    }
  }

  private static List<String> atLimits(String service) {
    return switch (service) {
      case "timestamp-line", "length" ->
          Stream.of(16_383, 16_384)
              .flatMap(count -> Stream.of("x".repeat(count) + "\n", "x".repeat(count + 1)))
              .toList();
      case "gopher" ->
          List.of(
              "x".repeat(1_023),
              "x".repeat(1_024),
              "x".repeat(1_023) + "\n",
              "x".repeat(1_024) + "\n",
              "x".repeat(1_022) + "\r\n",
              "x".repeat(1_023) + "\r\n");
      case "files" ->
          List.of(
              "x".repeat(255) + "\n",
              "x".repeat(256) + "\n",
              "x".repeat(255) + "\r\n",
              "x".repeat(256) + "\r\n",
              "x".repeat(300),
              "x\n" + "9".repeat(32) + "\n",
              "x\n" + "9".repeat(33) + "\n",
              "x\n-1\n",
              "x\n0x10\n",
              "x\n" + BadInputFolder.MOST_BYTES + "\nx",
              "x\n" + (BadInputFolder.MOST_BYTES + 1) + "\nx");
      case "menu" ->
          List.of(
              "0\n".repeat(63) + "1",
              "0\n".repeat(64) + "0",
              "x".repeat(1_022) + "\u00e6\u008c",
              "x".repeat(1_023) + "\u00e6\u008c");
      case "commands" -> List.of("ls " + "x".repeat(255), "ls " + "x/".repeat(3_000));
      default -> List.of();
    };
  }

  @Test
  void whatIsAtALimitIsTakenAndOneByteMoreIsNot() throws IOException {
    for (String service : services.names()) {
      for (String said : atLimits(service)) {
        assertSaid(service, List.of(said));
      }
    }
  }

  /** However long a line is, it is answered in parts, or refused while it still comes. */
  @Test
  void aMegabyteWithoutALinesEndIsAnsweredInPartsOrRefused() throws IOException {
    for (String service : services.names()) {
      String heard = Talk.muchWith(services, service, "x".repeat(MUCH_BYTES));
      switch (service) {
        case "timestamp", "greeting", "commands", "echo", "select-room" ->
            assertThat(heard.chars().filter(c -> c == 'x').count())
                .as(service)
                .isEqualTo(MUCH_BYTES);
        case "hello" -> assertThat(heard).matches("x+Hello");
        case "menu" ->
            assertThat(heard).startsWith(Manners.PROMPT + Manners.AGAIN).endsWith(Manners.AGAIN);
        default ->
            assertThat(heard)
                .as(service)
                .isEqualTo(Manners.heard(service, List.of("x".repeat(MUCH_BYTES)), true));
      }
    }
  }

  /** To who decodes nothing: what comes of it is a folder in the folder. */
  private static boolean isName(String spelling) {
    return spelling.startsWith("%2e%2e/s") || spelling.startsWith("\u00ef\u00bc\u008e");
  }

  @Test
  void nothingLeadsOutOfTheFolder() throws IOException {
    for (String spelling : BadInputFolder.traversals()) {
      assertSaid("commands", List.of("ls " + spelling));
      for (String request : List.of(spelling, "/" + spelling, spelling + "\tsecret")) {
        assertThat(Talk.with(services, "gopher", List.of(request + "\r\n")))
            .as(request)
            .isEqualTo(Manners.REFUSED);
      }
      assertThat(Talk.with(services, "files", List.of(spelling + "\n1\nx")))
          .as(spelling)
          .isEqualTo("ERROR\n");
      assertThat(Talk.with(services, "files", List.of("/files 1\nPUT 1 0 644 " + spelling + "\n")))
          .as(spelling)
          .isEqualTo(isName(spelling) ? "OK 1\nOK 0\nERROR\n" : "OK 1\nERROR\n");
    }
    assertThat(Talk.with(services, "gopher", List.of("\tsecret\r\n"))).contains("Nothing found");
  }

  @Test
  void whoLeavesAtOnceOrInTheMidstHarmsNobody() throws IOException {
    for (String service : services.names()) {
      assertSaid(service, List.of());
      for (String said : List.of("", "x", "/files 1\nPUT 9 0 644 a\nFROM 0\nx", "/long.txt\r\n")) {
        for (int i = 0; i < 3; i++) {
          try (Socket socket = services.connect(service)) {
            Talk.say(socket, said);
            socket.setSoLinger(true, i % 2);
          }
        }
      }
    }
  }

  // ---- peers that do not do their part ----------------------------------------------------------

  @Test
  void whoNeverReadsIsHeldUpAloneAndLetGo() throws Exception {
    BadPeers.neverRead(services, isConcurrent, this::theOthersAreUndisturbed);
  }

  @Test
  void whoSaysNothingIsLetGo() throws Exception {
    BadPeers.sayNothing(services, isConcurrent, this::theOthersAreUndisturbed);
  }

  @Test
  void whoNeverComesToTheEndOfAMessageIsLetGo() throws Exception {
    BadPeers.neverEnd(services, isConcurrent, this::theOthersAreUndisturbed);
  }
}
