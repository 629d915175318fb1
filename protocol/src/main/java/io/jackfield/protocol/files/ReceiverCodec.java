package io.jackfield.protocol.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jackfield.protocol.files.Received.Content;
import io.jackfield.protocol.files.Received.From;
import io.jackfield.protocol.files.Received.Hello;
import io.jackfield.protocol.files.Received.Name;
import io.jackfield.protocol.files.Received.Put;
import io.jackfield.protocol.files.Received.Size;
import io.jackfield.protocol.files.Received.Whole;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The receiver's side of one conversation: bytes in, what they say out, and the answers that fit.
 * An event that is to be answered is answered before more is read; what has arrived behind it
 * meanwhile waits. For one thread at a time.
 */
public final class ReceiverCodec {
  /** What begins the second form. */
  static final String HELLO = "/files 1";

  /** Said to who ends without having begun. */
  static final String OFFER = "jackfield-files 1";

  /** Two numbers of 19 digits, three of the mode, the word and the spaces, and the path. */
  private static final int PUT_BYTES = FileNames.PATH_BYTES + 64;

  private static final int FROM_BYTES = 64;

  /** How much of a reason is told. */
  private static final int REASON_CHARACTERS = 300;

  private enum State {
    FIRST,
    NAME,
    SIZE,
    COMMAND,
    FROM,
    CONTENT,
    DIGEST,
    ANSWER,
    OVER
  }

  private final LineReader lines = new LineReader();
  private State state = State.FIRST;

  /** What is to be answered while the state is {@link State#ANSWER}. */
  private @Nullable Received asked;

  private boolean extended;
  private boolean started;

  /** In the second form, of the file that was announced. */
  private long size;

  private long offered;

  /** Of the content that has begun. */
  private long missing;

  /** For one conversation. */
  public ReceiverCodec() {}

  /**
   * Takes what belongs to the next event, and leaves the rest.
   *
   * @return null while there must be more, or an answer first
   * @throws FilesProtocolException with the reason to refuse the sender with
   */
  public @Nullable Received next(ByteBuffer data) throws FilesProtocolException {
    started |= data.hasRemaining();
    return switch (state) {
      case FIRST, NAME -> name(data);
      case SIZE -> size(data);
      case COMMAND -> put(data);
      case FROM -> from(data);
      case CONTENT -> content(data);
      case DIGEST -> digest(data);
      case ANSWER, OVER -> null;
    };
  }

  private @Nullable Received name(ByteBuffer data) throws FilesProtocolException {
    String line = lines.read(data, FileNames.NAME_BYTES, "a name");
    if (line == null) {
      return null;
    }
    if (state == State.FIRST && line.equals(HELLO)) {
      extended = true;
      return ask(new Hello());
    }
    return ask(new Name(line));
  }

  private @Nullable Received size(ByteBuffer data) throws FilesProtocolException {
    String line = lines.read(data, Fields.SIZE_BYTES, "a size");
    if (line == null) {
      return null;
    }
    missing = Fields.number(line, "a size");
    return ask(new Size(missing));
  }

  private @Nullable Received put(ByteBuffer data) throws FilesProtocolException {
    String line = lines.read(data, PUT_BYTES, "a file's line");
    if (line == null) {
      return null;
    }
    String[] words = line.split(" ", 5);
    if (words.length < 5 || !words[0].equals("PUT")) {
      throw new FilesProtocolException("a file is announced by PUT SIZE MODIFIED MODE PATH");
    }
    size = Fields.number(words[1], "a size");
    long modified = Fields.number(words[2], "a time");
    return ask(new Put(new FileHeader(size, modified, Fields.mode(words[3]), words[4])));
  }

  private @Nullable Received from(ByteBuffer data) throws FilesProtocolException {
    String line = lines.read(data, FROM_BYTES, "an offset's line");
    if (line == null) {
      return null;
    }
    if (!line.startsWith("FROM ")) {
      throw new FilesProtocolException("content is announced by FROM OFFSET");
    }
    long offset = Fields.number(line.substring("FROM ".length()), "an offset");
    if (offset != 0 && offset != offered) {
      throw new FilesProtocolException("content begins at 0 or at " + offered);
    }
    missing = size - offset;
    state = missing == 0 ? State.DIGEST : State.CONTENT;
    return new From(offset);
  }

  private @Nullable Received content(ByteBuffer data) {
    if (missing == 0) { // A file without content.
      return ask(new Whole(null));
    }
    if (!data.hasRemaining()) {
      return null;
    }
    int count = (int) Math.min(missing, data.remaining());
    ByteBuffer bytes = data.slice(data.position(), count);
    data.position(data.position() + count);
    missing -= count;
    if (missing == 0 && extended) {
      state = State.DIGEST;
    }
    return new Content(bytes);
  }

  private @Nullable Received digest(ByteBuffer data) throws FilesProtocolException {
    String line = lines.read(data, Fields.DIGEST_BYTES, "a digest");
    return line == null ? null : ask(new Whole(Fields.digest(line)));
  }

  private Received ask(Received event) {
    state = State.ANSWER;
    asked = event;
    return event;
  }

  // ---- answers ----------------------------------------------------------------------------------

  /**
   * Agrees to a hello, a name, a size, or that a file is whole.
   *
   * @return what is to be sent
   * @throws IllegalStateException if that is not what was asked
   */
  public ByteBuffer ok() {
    state =
        switch (asked) {
          case Hello _ -> State.COMMAND;
          case Name _ -> State.SIZE;
          case Size _ -> State.CONTENT;
          case Whole _ -> extended ? State.COMMAND : State.NAME;
          case null, default -> throw unasked();
        };
    ByteBuffer answer = bytes(asked instanceof Hello ? "OK 1\n" : "OK\n");
    asked = null;
    return answer;
  }

  /**
   * Agrees to a file of the second form.
   *
   * @param offset how many bytes of it are here already, at most its size
   * @param digest their SHA-256 in hexadecimal digits; not told if there are none
   * @return what is to be sent
   * @throws IllegalStateException if no such file was announced
   */
  public ByteBuffer okFrom(long offset, String digest) {
    if (!(asked instanceof Put) || offset > size) {
      throw unasked();
    }
    asked = null;
    offered = offset;
    state = State.FROM;
    return bytes("OK " + offset + "\n" + (offset == 0 ? "" : digest + "\n"));
  }

  /**
   * Says that a file of that size is here under that name, in the second form.
   *
   * @param digest its SHA-256 in hexadecimal digits
   * @return what is to be sent
   * @throws IllegalStateException if no such file was announced
   */
  public ByteBuffer have(String digest) {
    if (!(asked instanceof Put)) {
      throw unasked();
    }
    asked = null;
    state = State.COMMAND;
    return bytes("HAVE\n" + digest + "\n");
  }

  /**
   * Refuses, at any time. Nothing more is read.
   *
   * @return what is to be sent before the connection is closed
   */
  public ByteBuffer refuse(String why) {
    state = State.OVER;
    String line =
        why.codePoints()
            .limit(REASON_CHARACTERS)
            .collect(
                StringBuilder::new,
                (text, next) -> text.appendCodePoint(Character.isISOControl(next) ? ' ' : next),
                StringBuilder::append)
            .toString();
    return bytes("ERROR " + line + "\n");
  }

  private IllegalStateException unasked() {
    return new IllegalStateException("no answer to " + asked);
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  // ---- the end ----------------------------------------------------------------------------------

  /** Whether the sender is in the midst of a line, or of a content. */
  public boolean isMidway() {
    return lines.isMidway() || (state == State.CONTENT && missing > 0);
  }

  /** Whether the sender may end here: no file has begun, and no line. */
  public boolean isBetweenFiles() {
    return switch (state) {
      case FIRST, NAME, COMMAND -> !lines.isMidway();
      case OVER -> true;
      case SIZE, FROM, CONTENT, DIGEST, ANSWER -> false;
    };
  }

  /** What is to be said to a sender that has ended; empty for nothing. */
  public ByteBuffer farewell() {
    return bytes(started ? "" : OFFER + "\n");
  }
}
