package io.jackfield.protocol.gopher;

import java.nio.ByteBuffer;

/**
 * Makes of a text as it was sent, in pieces of any size, the text: lines end in LF, doubled dots at
 * their beginning are one, and a line that is a dot ends it. Where a server leaves these out the
 * text is as it came. For one thread at a time.
 */
public final class TextDecoder {
  /** What came last; not told yet are the dot and the returns. */
  private enum State {
    LINE_START,
    INSIDE,
    RETURN,
    FIRST_DOT,
    FIRST_DOT_RETURN,
    ENDED
  }

  private State state = State.LINE_START;

  /** For one text. */
  public TextDecoder() {}

  /** Takes all of {@code wire}; what comes after the closing dot is nobody's. */
  public ByteBuffer decode(ByteBuffer wire) {
    // Two may have been held back.
    ByteBuffer text = ByteBuffer.allocate(wire.remaining() + 2);
    while (wire.hasRemaining() && state != State.ENDED) {
      state = after(wire.get(), text);
    }
    wire.position(wire.limit());
    return text.flip();
  }

  private State after(byte next, ByteBuffer text) {
    return switch (state) {
      case LINE_START -> next == '.' ? State.FIRST_DOT : inside(next, text);
      case INSIDE -> inside(next, text);
      case RETURN -> {
        if (next != '\n') {
          text.put((byte) '\r');
        }
        yield inside(next, text);
      }
      case FIRST_DOT ->
          switch (next) {
            case '\n' -> State.ENDED;
            case '\r' -> State.FIRST_DOT_RETURN;
            default -> {
              text.put((byte) '.');
              yield next == '.' ? State.INSIDE : inside(next, text);
            }
          };
      case FIRST_DOT_RETURN -> {
        if (next == '\n') {
          yield State.ENDED;
        }
        text.put((byte) '.').put((byte) '\r');
        yield inside(next, text);
      }
      case ENDED -> State.ENDED;
    };
  }

  private static State inside(byte next, ByteBuffer text) {
    if (next == '\r') {
      return State.RETURN;
    }
    text.put(next);
    return next == '\n' ? State.LINE_START : State.INSIDE;
  }

  /** The connection ends: what was held back of the text. */
  public ByteBuffer end() {
    boolean withReturn = state == State.RETURN;
    state = State.ENDED;
    return ByteBuffer.wrap(withReturn ? new byte[] {'\r'} : new byte[0]);
  }

  /** Whether the closing dot has come. */
  public boolean isEnded() {
    return state == State.ENDED;
  }
}
