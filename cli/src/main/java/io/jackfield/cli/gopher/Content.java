package io.jackfield.cli.gopher;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jackfield.cli.progress.TextColumns;
import io.jackfield.service.gopher.client.GopherConnection;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** An answer's content as a stream, and as text that does no harm to a terminal. */
final class Content extends InputStream {
  private static final char REPLACEMENT = '\ufffd';

  private final GopherConnection answer;
  private @Nullable ByteBuffer piece;

  /** Begins with a piece that was read already; null where there was none. */
  Content(GopherConnection answer, @Nullable ByteBuffer first) {
    this.answer = answer;
    this.piece = first;
  }

  /** The text, with what a terminal would obey replaced, but for ends of lines and tabs. */
  Reader text() {
    return new Harmless(new InputStreamReader(this, UTF_8));
  }

  /** All of it is from the basic plane, so that halves of others need no looking at. */
  private static final class Harmless extends Reader {
    private final Reader from;

    Harmless(Reader from) {
      this.from = from;
    }

    @Override
    public int read(char[] into, int offset, int length) throws IOException {
      int count = from.read(into, offset, length);
      for (int at = offset; at < offset + count; at++) {
        char one = into[at];
        boolean isKept = one == '\n' || one == '\t' || Character.isSurrogate(one);
        if (!isKept && !TextColumns.isHarmless(one)) {
          into[at] = REPLACEMENT;
        }
      }
      return count;
    }

    @Override
    public void close() throws IOException {
      from.close();
    }
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    ByteBuffer there = piece;
    while (there != null && !there.hasRemaining()) {
      there = answer.read();
      piece = there;
    }
    if (there == null) {
      return -1;
    }
    int count = Math.min(length, there.remaining());
    there.get(into, offset, count);
    return count;
  }

  @Override
  public void close() throws IOException {
    answer.close();
  }
}
