package io.jackfield.cli.gopher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.util.Optional;

/**
 * Shows a text: as it is if it fits the screen, else by the program that the user has for that. Of
 * the text a screen is held in memory, however long it is.
 */
final class Pager {
  private static final int PIECE_CHARS = 8_192;

  private final Writer screen;
  private final Optional<String> command;

  /**
   * For one screen.
   *
   * @param command what shows long texts, as the shell takes it; empty for nothing
   */
  Pager(Writer screen, Optional<String> command) {
    this.screen = screen;
    this.command = command;
  }

  /** {@code $PAGER}, else less where there is one; an empty {@code $PAGER} is none. */
  static Optional<String> usual() {
    String chosen = System.getenv("PAGER");
    return Optional.of(
            chosen == null ? "command -v less >/dev/null && exec less || exec cat" : chosen)
        .filter(one -> !one.isBlank());
  }

  /** Shows it on a screen of this size; returns when its reader has seen it. */
  void show(Reader text, int rows, int columns) throws IOException {
    var piece = new char[PIECE_CHARS];
    var held = new StringBuilder();
    int count;
    do {
      count = text.read(piece, 0, PIECE_CHARS);
      held.append(piece, 0, Math.max(count, 0));
    } while (count >= 0 && fits(held, rows, columns));
    if (fits(held, rows, columns) || command.isEmpty()) {
      screen.append(held);
      copy(text, screen);
      if (!held.isEmpty() && held.charAt(held.length() - 1) != '\n') {
        screen.append('\n');
      }
      screen.flush();
    } else {
      showBy(command.get(), held, text);
    }
  }

  /** Whether it has no more lines than the screen, less one for the prompt. */
  private static boolean fits(CharSequence text, int rows, int columns) {
    int used = 0;
    int column = 0;
    for (int at = 0; at < text.length(); at++) {
      boolean isEnd = text.charAt(at) == '\n';
      column = isEnd ? 0 : column + 1;
      if (isEnd || column > columns) {
        used++;
        column = isEnd ? 0 : 1;
      }
    }
    return used < rows;
  }

  private static void showBy(String command, CharSequence held, Reader rest) throws IOException {
    Process process =
        new ProcessBuilder("/bin/sh", "-c", command)
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    // Ctrl-C is for the pager: this program ends after it, or both would read the terminal.
    var waiting = new Thread(() -> await(process));
    Runtime.getRuntime().addShutdownHook(waiting);
    try (Writer to = new OutputStreamWriter(process.getOutputStream(), UTF_8)) {
      to.append(held);
      copy(rest, to);
    } catch (IOException e) {
      if (process.isAlive() && !isBrokenPipe(e)) {
        throw e;
      } // Else its user has seen enough.
    } finally {
      await(process);
      forget(waiting);
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // This program is being ended, and has waited.
    }
  }

  private static boolean isBrokenPipe(IOException failure) {
    return "Broken pipe".equals(failure.getMessage());
  }

  private static void copy(Reader from, Writer to) throws IOException {
    var piece = new char[PIECE_CHARS];
    for (int count; (count = from.read(piece, 0, PIECE_CHARS)) >= 0; ) {
      to.write(piece, 0, count);
    }
  }

  private static void await(Process process) {
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
