package io.jackfield.protocol.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jackfield.protocol.files.Answer.Digest;
import io.jackfield.protocol.files.Answer.Have;
import io.jackfield.protocol.files.Answer.Offer;
import io.jackfield.protocol.files.Answer.Ok;
import io.jackfield.protocol.files.Answer.Refused;
import io.jackfield.protocol.files.Answer.Wanted;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The sender's side of one conversation: what to send, and what the answers to it say. For one
 * thread at a time.
 */
public final class SenderCodec {
  /** How long an answer may be. */
  static final int ANSWER_BYTES = 4_096;

  private static final String REFUSAL = "ERROR";

  private enum Expected {
    NOTHING,
    OK,
    OFFER,
    AGREEMENT,
    FILE,
    DIGEST
  }

  private final LineReader lines = new LineReader();
  private Expected expected = Expected.NOTHING;
  private long size;

  /** For one conversation. */
  public SenderCodec() {}

  /** A file's name, in the plain form; answered {@link Ok}. */
  public ByteBuffer name(String name) {
    return line(name, Expected.OK);
  }

  /** Its size; answered {@link Ok}. The content follows, and {@link #whole}. */
  public ByteBuffer size(long bytes) {
    return line(Long.toString(bytes), Expected.OK);
  }

  /** All of the content is sent; answered {@link Ok}. */
  public void whole() {
    expect(Expected.OK);
  }

  /** Nothing is said, and the half ended: who has the second form answers with {@link Offer}. */
  public void silence() {
    expect(Expected.OFFER);
  }

  /** Begins the second form; answered {@link Offer}. */
  public ByteBuffer hello() {
    return line(ReceiverCodec.HELLO, Expected.AGREEMENT);
  }

  /**
   * Announces a file in the second form; answered {@link Wanted}, with a {@link Digest} behind it
   * unless the offset is 0, or {@link Have} with a {@link Digest} behind it.
   */
  public ByteBuffer put(FileHeader file) {
    size = file.size();
    return line(
        "PUT "
            + file.size()
            + " "
            + file.modifiedSeconds()
            + String.format(Locale.ROOT, " %03o ", file.mode())
            + file.path(),
        Expected.FILE);
  }

  /** Says where the content that follows begins. Not answered. */
  public ByteBuffer from(long offset) {
    return line("FROM " + offset, Expected.NOTHING);
  }

  /**
   * Ends a file in the second form; answered {@link Ok}.
   *
   * @param sha256 of the whole file, in hexadecimal digits
   */
  public ByteBuffer digest(String sha256) {
    return line(sha256, Expected.OK);
  }

  private ByteBuffer line(String text, Expected answer) {
    if (text.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("a line's end within a line: " + text);
    }
    expect(answer);
    return ByteBuffer.wrap((text + "\n").getBytes(UTF_8));
  }

  private void expect(Expected answer) {
    if (expected != Expected.NOTHING) {
      throw new IllegalStateException("the answer before is not there: " + expected);
    }
    expected = answer;
  }

  /**
   * Takes what belongs to an answer, and leaves the rest. A refusal may come at any time.
   *
   * @return null while there must be more
   * @throws FilesProtocolException if it is not what answers what was said
   */
  public @Nullable Answer next(ByteBuffer data) throws FilesProtocolException {
    String line = lines.read(data, ANSWER_BYTES, "an answer");
    if (line == null) {
      return null;
    }
    if (line.equals(REFUSAL) || line.startsWith(REFUSAL + " ")) {
      expected = Expected.NOTHING;
      String why = line.substring(REFUSAL.length()).strip();
      return new Refused(why.isEmpty() ? "no reason given" : why);
    }
    Answer answer = answer(line);
    expected =
        answer instanceof Have || (answer instanceof Wanted wanted && wanted.offset() > 0)
            ? Expected.DIGEST
            : Expected.NOTHING;
    return answer;
  }

  private Answer answer(String line) throws FilesProtocolException {
    return switch (expected) {
      case OK -> exactly("OK", line, new Ok());
      case OFFER -> exactly(ReceiverCodec.OFFER, line, new Offer());
      case AGREEMENT -> exactly("OK 1", line, new Offer());
      case FILE -> file(line);
      case DIGEST -> new Digest(Fields.digest(line));
      case NOTHING -> throw unexpected("nothing", line);
    };
  }

  private Answer file(String line) throws FilesProtocolException {
    if (line.equals("HAVE")) {
      return new Have();
    }
    if (!line.startsWith("OK ")) {
      throw unexpected("OK OFFSET", line);
    }
    long offset = Fields.number(line.substring("OK ".length()), "an offset");
    if (offset > size) {
      throw new FilesProtocolException(
          "the receiver has " + offset + " bytes of a file of " + size);
    }
    return new Wanted(offset);
  }

  private static Answer exactly(String wanted, String line, Answer answer)
      throws FilesProtocolException {
    if (!line.equals(wanted)) {
      throw unexpected(wanted, line);
    }
    return answer;
  }

  private static FilesProtocolException unexpected(String wanted, String line) {
    String shown = line.length() > 60 ? line.substring(0, 60) + "…" : line;
    return new FilesProtocolException(
        "the receiver says '" + shown + "' where '" + wanted + "' belongs");
  }
}
