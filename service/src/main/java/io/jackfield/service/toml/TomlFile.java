package io.jackfield.service.toml;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/** What a file of TOML 1.0 says; any thread. */
public final class TomlFile {
  private static final Position START = new Position(1, 1);

  private TomlFile() {}

  /**
   * Reads one.
   *
   * @param name what it is called where it is wrong
   * @param limitBytes how long it may be
   * @throws TomlException if it is not TOML, not UTF-8, which TOML is written in, or longer
   * @throws IOException if it cannot be read
   */
  public static TomlTable read(InputStream in, String name, int limitBytes) throws IOException {
    byte[] bytes = in.readNBytes(limitBytes + 1);
    if (bytes.length > limitBytes) {
      String sentence = "longer than " + limitBytes + " bytes, that is no such file";
      throw new TomlException(name, List.of(new Problem(START, sentence)));
    }
    TomlParseResult toml = Toml.parse(text(name, bytes));
    if (toml.hasErrors()) {
      throw new TomlException(name, toml.errors().stream().map(TomlFile::problem).toList());
    }
    return toml;
  }

  /** Where something stands in a file; its beginning where the file does not say. */
  public static Position position(@Nullable TomlPosition at) {
    return at == null ? START : new Position(at.line(), at.column());
  }

  /** What is not to be repeated is the place, which some messages have behind them. */
  private static Problem problem(TomlParseError error) {
    String said = String.valueOf(error.getMessage());
    String where = " (" + error.position() + ")";
    return new Problem(
        position(error.position()),
        said.endsWith(where) ? said.substring(0, said.length() - where.length()) : said);
  }

  private static String text(String name, byte[] bytes) throws TomlException {
    CharBuffer text = CharBuffer.allocate(bytes.length);
    boolean isMalformed =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .decode(ByteBuffer.wrap(bytes), text, true)
            .isError();
    String good = text.flip().toString();
    if (isMalformed) {
      int line = (int) good.chars().filter(each -> each == '\n').count() + 1;
      var at = new Position(line, good.length() - good.lastIndexOf('\n'));
      throw new TomlException(name, List.of(new Problem(at, "this is not UTF-8")));
    }
    return good;
  }
}
