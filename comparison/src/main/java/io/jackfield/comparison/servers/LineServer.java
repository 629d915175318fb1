package io.jackfield.comparison.servers;

import io.jackfield.reactor.LineEnds;
import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Answers each line with itself: {@code LineServer --driver NAME PORT}. Lines are found where they
 * were received; what is answered to all lines of one receive is written at once.
 */
public final class LineServer implements Protocol {
  static final int LONGEST_LINE = 65_536;

  private static final int FIRST_ROOM = 256;

  /** The most that the loop gives at once. */
  private static final int RECEIVE_BYTES = 65_536;

  /** What is answered to what is being received: one for all connections of the loop. */
  private final ByteBuffer answers;

  /** How much of it is filled. */
  private int answered;

  private @Nullable Transport transport;

  /** The begin of a line whose end has not arrived; null where there is none. */
  private @Nullable ByteBuffer begun;

  LineServer(ByteBuffer answers) {
    this.answers = answers;
  }

  /** What a loop's connections share: all of a receive comes back, and a line that was begun. */
  static ByteBuffer answers() {
    return ByteBuffer.allocateDirect(RECEIVE_BYTES + LONGEST_LINE + 1);
  }

  /** Runs until it is killed. */
  public static void main(String[] args) throws IOException {
    ServerArguments arguments = ServerArguments.of(args);
    ByteBuffer answers = answers();
    try (Reactor reactor = arguments.reactor()) {
      reactor.listen(arguments.address(), _ -> new LineServer(answers));
      reactor.run();
    }
  }

  @Override
  public void connectionMade(Transport made) {
    transport = made;
  }

  @Override
  public void dataReceived(ByteBuffer data) {
    int from = data.position();
    int to = data.limit();
    for (int end; (end = LineEnds.next(data, from, to)) >= 0; from = end + 1) {
      if (begun == null) {
        line(data, from, end);
      } else {
        begin(data.limit(end).position(from));
        line(begun, 0, begun.position());
        begun = null;
        data.limit(to);
      }
    }
    if (from < to) {
      begin(data.position(from));
    }
    Transport made = transport;
    if (made != null && answered > 0) {
      made.write(answers.limit(answered).position(0));
      answers.clear();
      answered = 0;
    }
  }

  /** A line, at the bytes of {@code text} from {@code from} up to {@code to}. */
  private void line(ByteBuffer text, int from, int to) {
    answers.put(answered, text, from, to - from);
    answered += to - from;
    answers.put(answered++, (byte) '\n');
  }

  private void begin(ByteBuffer part) {
    ByteBuffer all = begun == null ? ByteBuffer.allocate(FIRST_ROOM) : begun;
    int needed = all.position() + part.remaining();
    if (needed > all.capacity()) {
      // A longer line throws, which ends the connection.
      int room = Math.min(Math.max(2 * all.capacity(), needed), LONGEST_LINE);
      all = ByteBuffer.allocate(room).put(all.flip());
    }
    begun = all.put(part);
  }
}
