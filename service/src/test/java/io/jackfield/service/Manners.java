package io.jackfield.service;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What each service answers, whatever it is sent: the contract's table once more, as briefly as it
 * can be written. Text is bytes, a char each; what differs from time to time is {@link #normal}.
 */
final class Manners {
  static final String CTIME = "Fri Nov  6 02:57:05 2026";
  static final String LINE_REFUSED = "error: a line has at most 16384 bytes\n";
  static final String REFUSED = "REFUSED";
  static final String PROMPT = bytes("欢迎致电 10086,请输入1xxx,0转人工服务.");
  static final String PERSON = bytes("通过可能会被录音.");
  static final String AGAIN = bytes("请重新输入.");

  private static final int LINE_LIMIT = 16_384;
  private static final int REQUEST_LIMIT = 1_024;
  private static final int NAME_LIMIT = 255;

  /** The first line of RFC 864's pattern. */
  static final String CHARACTERS =
      " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefg\r\n";

  /** Those that answer each chunk: what comes in one piece must not be sent in two. */
  private static final Set<String> BY_CHUNK =
      Set.of("timestamp", "greeting", "hello", "commands", "menu", "echo", "select-room");

  private Manners() {}

  static String bytes(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }

  static boolean isByChunk(String service) {
    return BY_CHUNK.contains(service);
  }

  /**
   * All that is heard of a service.
   *
   * @param pieces what it was told, each when the one before was answered
   * @param ended whether it has been told that there is no more
   */
  static String heard(String service, List<String> pieces, boolean ended) {
    String all = String.join("", pieces);
    return switch (service) {
      case "timestamp" -> each(pieces, "[" + CTIME + "] ", "");
      case "timestamp-line" -> line(all, ended, line -> "[" + CTIME + "] " + line);
      case "greeting" -> greeting(pieces);
      case "hello" -> pieces.isEmpty() ? "" : pieces.getFirst() + "Hello";
      case "length" ->
          "welcome, ('127.0.0.1', PORT)\nPlease enter a string:" + line(all, ended, Manners::count);
      case "commands" -> pieces.stream().map(Manners::command).collect(Collectors.joining());
      case "menu" -> menu(pieces, ended);
      case "echo", "select-room" -> all;
      case "discard" -> "";
      case "daytime" -> CTIME + "\r\n";
      case "time" -> "time";
      case "chargen" -> CHARACTERS;
      case "gopher" -> gopher(all, ended);
      case "files" -> files(all, ended);
      default -> throw new IllegalArgumentException("what does " + service + " answer?");
    };
  }

  /** The same as it is heard, without what nobody can know. */
  static String normal(String service, String heard) {
    return switch (service) {
      case "time" -> heard.length() == 4 ? "time" : heard;
      case "gopher" ->
          heard
              .replaceAll(
                  "^3(?!a request has at)[^\t\r\n]*\t\terror\\.host\t1\r\n\\.\r\n$", REFUSED)
              .replaceAll("(?s)^[0179].*7Search for words below here\t/\t.*\r\n\\.\r\n$", "MENU");
      case "files" -> heard.replaceAll("ERROR [^\n]*\n", "ERROR\n");
      case "length" -> heard.replaceFirst("', \\d+\\)", "', PORT)");
      default -> heard.replaceAll("[A-Z][a-z]{2} [A-Z][a-z]{2} [ 1-3]\\d [\\d:]{8} \\d{4}", CTIME);
    };
  }

  private static String each(List<String> pieces, String before, String after) {
    return pieces.stream().map(piece -> before + piece + after).collect(Collectors.joining());
  }

  /** Less one CR, LF or CRLF at its end. */
  private static String bare(String chunk) {
    return chunk.replaceFirst("(?s)(\r\n|\n|\r)\\z", "");
  }

  private static String text(String bytes) {
    return new String(bytes.getBytes(ISO_8859_1), UTF_8);
  }

  private interface Answering {
    String to(String line);
  }

  private static String line(String all, boolean ended, Answering answer) {
    int end = all.indexOf('\n');
    String line = end < 0 ? all : all.substring(0, end + 1);
    if (line.length() > LINE_LIMIT) {
      return LINE_REFUSED;
    }
    boolean isWhole = end >= 0 || (ended && !line.isEmpty());
    return isWhole ? answer.to(line) : "";
  }

  private static String count(String line) {
    String text = text(line).strip();
    return "You entered " + text.codePointCount(0, text.length()) + " characters.\n";
  }

  private static String greeting(List<String> pieces) {
    var heard = new StringBuilder("Welcome!");
    for (String piece : pieces) {
      if (bare(piece).equals("exit")) {
        break;
      }
      heard.append("Hello, ").append(bare(piece)).append('!');
    }
    return heard.toString();
  }

  private static String command(String chunk) {
    String command = bare(chunk);
    return switch (command) {
      case "date" -> CTIME + "\n";
      case "os" -> "Linux\n";
      case "ls" -> BadInputFolder.NAMES;
      case "ls sub" -> "b.txt\n";
      default ->
          command.startsWith("ls ")
              ? "error: no such directory: " + command.substring(3) + "\n"
              : chunk;
    };
  }

  private static String menu(List<String> pieces, boolean ended) {
    Map<String, String> keys = Map.of("0", PERSON, "exit", "");
    var heard = new StringBuilder(PROMPT);
    String held = "";
    for (int i = 0; i < pieces.size() + (ended ? 1 : 0); i++) {
      boolean isEnd = i == pieces.size();
      String said = isEnd ? held : held + pieces.get(i);
      int last = Math.max(said.lastIndexOf('\n'), said.lastIndexOf('\r')) + 1;
      boolean waits = !isEnd && endsWithin(said) && said.length() - last <= 1_024;
      held = waits ? said.substring(last) : "";
      String now = waits ? said.substring(0, last) : said;
      for (String key : now.isEmpty() ? new String[0] : text(bare(now)).split("\r\n|\r|\n", 64)) {
        heard.append(keys.getOrDefault(key, AGAIN));
        if (key.equals("exit")) {
          return heard.toString();
        }
      }
    }
    return heard.toString();
  }

  /** Whether the rest of a character is missing. */
  private static boolean endsWithin(String bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes.getBytes(ISO_8859_1));
    var _ =
        UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .decode(in, CharBuffer.allocate(bytes.length()), false);
    return in.hasRemaining();
  }

  private static String gopher(String all, boolean ended) {
    int end = all.indexOf('\n');
    if (Math.min(end < 0 ? all.length() : end, all.length()) >= REQUEST_LIMIT) {
      return "3a request has at most 1024 bytes\t\terror.host\t1\r\n.\r\n";
    }
    if (end < 0 && (!ended || all.isEmpty())) {
      return "";
    }
    String request = (end < 0 ? all : all.substring(0, end)).replaceFirst("\r\\z", "");
    return switch (request) {
      case "", "/" -> "MENU";
      case "/a.txt" -> BadInputFolder.TEXT.replace("\n", "\r\n") + ".\r\n";
      default -> REFUSED;
    };
  }

  private static String files(String all, boolean ended) {
    if (all.isEmpty()) {
      return ended ? "jackfield-files 1\n" : "";
    }
    var heard = new StringBuilder();
    for (String rest = all; !rest.isEmpty(); ) {
      String[] lines = rest.split("\n", 3);
      if ((lines.length > 1 && !isName(lines[0])) || lines[0].length() > NAME_LIMIT + 1) {
        return heard + "ERROR\n";
      }
      heard.append(lines.length > 1 ? "OK\n" : "");
      if (lines.length > 2 && !lines[1].matches("\\d{1,7}\r?")) {
        return heard + "ERROR\n";
      }
      int size = lines.length < 3 ? 0 : Integer.parseInt(lines[1].strip());
      if (size > BadInputFolder.MOST_BYTES) {
        return heard + "ERROR\n";
      }
      heard.append(lines.length > 2 ? "OK\n" : "");
      if (lines.length < 3 || lines[2].length() < size) {
        return heard + (ended ? "ERROR\n" : "");
      }
      heard.append("OK\n");
      rest = lines[2].substring(size);
    }
    return heard.toString();
  }

  private static boolean isName(String line) {
    byte[] bytes = line.replaceFirst("\r\\z", "").getBytes(ISO_8859_1);
    try {
      String name = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return bytes.length > 0
          && bytes.length <= NAME_LIMIT
          && !name.startsWith(".")
          && name.chars().noneMatch(c -> Character.isISOControl(c) || c == '/' || c == '\\');
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
