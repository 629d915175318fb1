package io.jackfield.cli;

import java.util.Collection;
import java.util.Comparator;

/** What somebody may have meant who typed a word that is none of ours. */
final class Suggestion {
  private Suggestion() {}

  /** {@code "; did you mean 'serve'?"}, or the whole list where no word is near. */
  static String of(String typed, Collection<String> words) {
    String near = near(typed, words);
    return near.isEmpty()
        ? "; there are: " + String.join(", ", words.stream().sorted().toList())
        : near;
  }

  /** The same, or nothing where no word is near. */
  static String near(String typed, Collection<String> words) {
    String nearest =
        words.stream().min(Comparator.comparingInt(word -> distance(typed, word))).orElse("");
    return !nearest.isEmpty() && distance(typed, nearest) <= Math.max(2, nearest.length() / 3)
        ? "; did you mean '" + nearest + "'?"
        : "";
  }

  /** How many letters to insert, drop or change (Levenshtein's distance). */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
