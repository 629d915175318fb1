package io.jackfield.cli.gopher;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jackfield.protocol.gopher.ItemKind;
import io.jackfield.service.client.OutputClosedException;
import io.jackfield.service.gopher.client.GopherConnection;
import io.jackfield.service.gopher.client.Way;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An answer where nobody browses: a menu as lines with what they lead to, a text, or bytes as they
 * are.
 */
public final class PlainAnswer {
  private static final int PIECE_BYTES = 16_384;

  private PlainAnswer() {}

  /**
   * Writes it to {@code out}.
   *
   * @param isTerminal whether what is written is shown to somebody at once
   * @throws OutputClosedException if it cannot be written
   */
  public static void print(Target target, Way way, OutputStream out, boolean isTerminal)
      throws IOException {
    try (var answer = GopherConnection.ask(target.url(), target.kind(), way)) {
      ByteBuffer first = answer.read();
      var content = new Content(answer, first);
      switch (answer.kind()) {
        case MENU -> copy(lines(answer, first), out);
        case TEXT -> {
          if (isTerminal) {
            copy(content.text(), new OutputStreamWriter(out, UTF_8));
          } else {
            copy(content, out);
          }
        }
        default -> {
          if (isTerminal) {
            throw new IOException("these are bytes, no text; --output FILE saves them");
          }
          copy(content, out);
        }
      }
    }
  }

  /** Saves it as {@code at}, instead of what is there. */
  public static void save(Target target, Way way, Path at) throws IOException {
    try (var answer = GopherConnection.ask(target.url(), target.kind(), way)) {
      ByteBuffer first = answer.read();
      boolean isMenu = answer.kind() == ItemKind.MENU;
      Saving.as(isMenu ? lines(answer, first) : new Content(answer, first), at);
    }
  }

  private static InputStream lines(GopherConnection answer, @Nullable ByteBuffer first)
      throws IOException {
    String text =
        answer.menu(first).stream()
            .map(item -> MenuPage.plain(item, answer::leadsTo) + "\n")
            .collect(Collectors.joining());
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  private static void copy(Reader from, Writer out) throws IOException {
    var piece = new char[PIECE_BYTES];
    for (int count; (count = from.read(piece)) >= 0; ) {
      try {
        out.write(piece, 0, count);
        out.flush();
      } catch (IOException e) {
        throw new OutputClosedException(e);
      }
    }
  }

  private static void copy(InputStream from, OutputStream out) throws IOException {
    var piece = new byte[PIECE_BYTES];
    for (int count; (count = from.read(piece)) >= 0; ) {
      try {
        out.write(piece, 0, count);
        out.flush();
      } catch (IOException e) {
        throw new OutputClosedException(e);
      }
    }
  }
}
