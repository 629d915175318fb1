package io.jackfield.service.client;

import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How a line is put to a service, and by what its answer is known to be whole.
 *
 * @param greetingEnd with what the server's first words end; empty if it waits to be spoken to
 * @param lineEnd what is sent after a line; empty if the line is sent bare
 * @param longer by how many bytes an answer exceeds its question; empty if it ends with the stream
 * @param farewell the line after which the server closes without an answer; empty if there is none
 * @param reconnects whether a new connection is made for the next line when the stream has ended
 */
public record Dialog(
    String greetingEnd, String lineEnd, OptionalInt longer, String farewell, boolean reconnects) {

  /** {@code "[Fri Nov 6 02:57:05 2026] "}. */
  private static final int STAMP_BYTES = 27;

  private static final Map<String, Dialog> BY_SERVICE =
      Map.of(
          "timestamp", new Dialog("", "", OptionalInt.of(STAMP_BYTES), "", false),
          "timestamp-line", new Dialog("", "\n", OptionalInt.empty(), "", true),
          "greeting",
              new Dialog("Welcome!", "", OptionalInt.of("Hello, !".length()), "exit", false),
          "length", new Dialog("Please enter a string:", "\n", OptionalInt.empty(), "", false),
          "echo", new Dialog("", "", OptionalInt.of(0), "", false),
          "gopher", new Dialog("", "\r\n", OptionalInt.empty(), "", true));

  /**
   * The dialog of a service that {@link io.jackfield.service.Services} lists.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public static Dialog of(String service) {
    Dialog dialog = BY_SERVICE.get(service);
    if (dialog == null) {
      throw new IllegalArgumentException("no dialog with a service named " + service);
    }
    return dialog;
  }

  /** How long the answer to {@code line} is, if that can be told. */
  OptionalLong answerBytes(byte[] line) {
    if (longer.isEmpty()) {
      return OptionalLong.empty();
    }
    // The greeting ignores a CR at the end, as part of a line's end.
    boolean ignored = !farewell.isEmpty() && line.length > 0 && line[line.length - 1] == '\r';
    return OptionalLong.of(line.length + longer.getAsInt() - (ignored ? 1 : 0));
  }
}
