package io.jackfield.service.client;

import java.util.Map;
import java.util.OptionalLong;

/** How a service is talked with. */
public sealed interface Dialog {
  /**
   * Line by line: each is put to the service, and its answer waited for.
   *
   * @param greetingEnd with what the server's first words end; empty if it waits to be spoken to
   * @param lineEnd what is sent after a line; empty if the line is sent bare
   * @param answer by what it is known to be whole
   * @param farewell the line after which the server closes without an answer; empty if there is
   *     none
   * @param reconnects whether a new connection is made for the next line when the stream has ended
   */
  record Lines(
      String greetingEnd, String lineEnd, Answer answer, String farewell, boolean reconnects)
      implements Dialog {
    /** How long the answer to {@code line} is, if that can be told. */
    OptionalLong answerBytes(byte[] line) {
      return switch (answer) {
        case Answer.None _ -> OptionalLong.of(0);
        case Answer.ToTheEnd _ -> OptionalLong.empty();
        case Answer.Longer(int bytes) -> {
          // The greeting ignores a CR at the end, as part of a line's end.
          boolean ignored = !farewell.isEmpty() && line.length > 0 && line[line.length - 1] == '\r';
          yield OptionalLong.of(line.length + bytes - (ignored ? 1L : 0L));
        }
      };
    }
  }

  /** What comes back for a line. */
  sealed interface Answer {
    /** By how many bytes it exceeds the line. */
    record Longer(int bytes) implements Answer {}

    /** All that comes until the stream ends. */
    record ToTheEnd() implements Answer {}

    /** Nothing. */
    record None() implements Answer {}
  }

  /**
   * Both ways at once: nobody knows when an answer is whole, so what comes is printed as it comes.
   *
   * @param lineEnd what is sent after a line
   */
  record Free(String lineEnd) implements Dialog {}

  /** The server alone speaks, as soon as somebody is there; of datagrams it needs an empty one. */
  record Speech(Words words) implements Dialog {
    /** What it says. */
    public enum Words {
      /** For people. */
      TEXT,
      /** The time as a number, RFC 868: it is shown as people write it. */
      TIME
    }
  }

  /**
   * The dialog of a service that {@link io.jackfield.service.Services} lists.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  static Dialog of(String service) {
    Dialog dialog = Known.BY_SERVICE.get(service);
    if (dialog == null) {
      throw new IllegalArgumentException("no dialog with a service named " + service);
    }
    return dialog;
  }

  /** The services' dialogs. */
  final class Known {
    /** {@code "[Fri Nov 6 02:57:05 2026] "}. */
    private static final int STAMP_BYTES = 27;

    private static final Map<String, Dialog> BY_SERVICE =
        Map.ofEntries(
            Map.entry("timestamp", longer(STAMP_BYTES)),
            Map.entry("timestamp-line", new Lines("", "\n", new Answer.ToTheEnd(), "", true)),
            Map.entry("gopher", new Lines("", "\r\n", new Answer.ToTheEnd(), "", true)),
            Map.entry(
                "greeting",
                new Lines("Welcome!", "", new Answer.Longer("Hello, !".length()), "exit", false)),
            Map.entry("hello", new Lines("", "", new Answer.ToTheEnd(), "", true)),
            Map.entry(
                "length",
                new Lines("Please enter a string:", "\n", new Answer.ToTheEnd(), "", false)),
            Map.entry("commands", new Free("\n")),
            Map.entry("menu", new Free("\n")),
            Map.entry("echo", longer(0)),
            Map.entry("discard", new Lines("", "\n", new Answer.None(), "", false)),
            Map.entry("daytime", new Speech(Speech.Words.TEXT)),
            Map.entry("time", new Speech(Speech.Words.TIME)),
            Map.entry("chargen", new Speech(Speech.Words.TEXT)),
            Map.entry("select-room", new Free("\n")));

    private Known() {}

    private static Lines longer(int bytes) {
      return new Lines("", "", new Answer.Longer(bytes), "", false);
    }
  }
}
