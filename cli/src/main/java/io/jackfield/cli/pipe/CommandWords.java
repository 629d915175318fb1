package io.jackfield.cli.pipe;

import java.util.ArrayList;
import java.util.List;

/**
 * A command line taken apart without a shell: at spaces, but for those between quotes or behind a
 * backslash. Source: ncat(1), {@code --exec}.
 */
public final class CommandWords {
  private CommandWords() {}

  /**
   * The program and its arguments.
   *
   * @throws IllegalArgumentException for a quote that is not closed, or no word at all
   */
  public static List<String> of(String line) {
    List<String> words = new ArrayList<>();
    var word = new StringBuilder();
    boolean isWord = false;
    char quote = 0;
    for (int at = 0; at < line.length(); at++) {
      char next = line.charAt(at);
      if (next == '\\' && quote != '\'' && at + 1 < line.length()) {
        at++;
        word.append(line.charAt(at));
        isWord = true;
      } else if (quote != 0 ? next == quote : next == '"' || next == '\'') {
        quote = quote == 0 ? next : 0;
        isWord = true; // Perhaps an empty one.
      } else if (quote == 0 && Character.isWhitespace(next)) {
        if (isWord) {
          words.add(word.toString());
        }
        word.setLength(0);
        isWord = false;
      } else {
        word.append(next);
        isWord = true;
      }
    }
    if (quote != 0) {
      throw new IllegalArgumentException("a " + quote + " is not closed in: " + line);
    }
    if (isWord) {
      words.add(word.toString());
    }
    if (words.isEmpty()) {
      throw new IllegalArgumentException("the command is empty");
    }
    return words;
  }
}
