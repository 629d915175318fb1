package io.jackfield.protocol.gopher;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a server answers, from bytes as they come: content out, a text's dots taken away.
 * Nothing says what an answer is but itself, so its first bytes are held back until that is known:
 * whether it is a refusal, which has one line, and, if it is not said what was asked for, of which
 * kind it is. For one thread at a time.
 */
public final class ReplyDecoder {
  /** How many bytes are looked at; a refusal is no longer than that. */
  static final int HEAD_BYTES = 1_024;

  private static final Pattern ITEM =
      Pattern.compile(
          "[\\x21-\\x7e][^\\t\\n]*\\t[^\\t\\n]*\\t[^\\t\\n]*\\t *[0-9]{1,5} *[\\t\\r\\n]");

  private @Nullable ItemKind kind;
  private @Nullable TextDecoder text;
  private ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
  private boolean known;

  /**
   * For what was asked for.
   *
   * @param kind null if that is to be told from what comes
   */
  public ReplyDecoder(@Nullable ItemKind kind) {
    this.kind = kind == ItemKind.SEARCH ? ItemKind.MENU : kind;
  }

  /** What it is: a menu, as it was sent, a text or bytes; null while that is not known. */
  public @Nullable ItemKind kind() {
    return known ? kind : null;
  }

  /** Whether a text's closing dot has come, so that nothing more will. */
  public boolean isEnded() {
    return text != null && text.isEnded();
  }

  /**
   * Takes all of {@code data}.
   *
   * @return what there is of the content, in memory of its own
   */
  public ByteBuffer feed(ByteBuffer data) {
    if (known) {
      return content(data);
    }
    int count = Math.min(head.remaining(), data.remaining());
    head.put(data.slice(data.position(), count));
    data.position(data.position() + count);
    if (!tellsEnough()) {
      return ByteBuffer.allocate(0);
    }
    return joined(decide(), content(data));
  }

  /**
   * The connection has ended.
   *
   * @return what was held back
   * @throws GopherException if the server refuses, with its words; or sent nothing, where that
   *     cannot be
   */
  public ByteBuffer end() throws GopherException {
    if (!known) {
      requireAnswer();
    }
    ByteBuffer held = known ? ByteBuffer.allocate(0) : decide();
    return text == null ? held : joined(held, text.end());
  }

  // ---- what it is -------------------------------------------------------------------------------

  private boolean tellsEnough() {
    if (!head.hasRemaining()) {
      return true;
    }
    if (kind == null || head.position() == 0) {
      return false;
    }
    String octets = octets();
    int lineEnd = octets.indexOf('\n');
    return lineEnd < 0 ? octets.charAt(0) != '3' : !isRefusal(octets.substring(0, lineEnd));
  }

  private String octets() {
    return Octets.of(Arrays.copyOf(head.array(), head.position()));
  }

  private void requireAnswer() throws GopherException {
    String[] lines = octets().split("\r?\n", -1);
    if (isRefusal(lines[0]) && Arrays.stream(lines).allMatch(ReplyDecoder::isMenuLine)) {
      throw new GopherException("the server says: " + MenuItem.parse(lines[0]).display());
    }
    if (head.position() == 0 && kind != ItemKind.BINARY) {
      throw new GopherException("the server closed the connection without an answer");
    }
  }

  private ByteBuffer decide() {
    byte[] bytes = Arrays.copyOf(head.array(), head.position());
    if (kind == null) {
      kind = isItem(octets()) ? ItemKind.MENU : isText(bytes) ? ItemKind.TEXT : ItemKind.BINARY;
    }
    known = true;
    head = ByteBuffer.allocate(0);
    if (kind == ItemKind.TEXT) {
      text = new TextDecoder();
    }
    return content(ByteBuffer.wrap(bytes));
  }

  private static boolean isMenuLine(String line) {
    return line.isEmpty() || line.equals(".") || isItem(line);
  }

  private static boolean isRefusal(String line) {
    return line.startsWith("3") && isItem(line);
  }

  /** Whether it begins as a menu's lines do: with four fields, the last a number. */
  private static boolean isItem(String line) {
    return ITEM.matcher(line + "\n").lookingAt();
  }

  /** Bytes that nobody writes in a text are those of a file. */
  private static boolean isText(byte[] bytes) {
    for (byte one : bytes) {
      if (one >= 0 && one < ' ' && "\t\n\r\f\u001b\b".indexOf(one) < 0) {
        return false;
      }
    }
    return true;
  }

  private ByteBuffer content(ByteBuffer data) {
    return text == null ? copied(List.of(data)) : text.decode(data);
  }

  private static ByteBuffer joined(ByteBuffer first, ByteBuffer second) {
    return first.hasRemaining() ? copied(List.of(first, second)) : second;
  }

  private static ByteBuffer copied(List<ByteBuffer> parts) {
    var all = ByteBuffer.allocate(parts.stream().mapToInt(ByteBuffer::remaining).sum());
    parts.forEach(all::put);
    return all.flip();
  }
}
