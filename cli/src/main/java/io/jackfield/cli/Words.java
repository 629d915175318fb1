package io.jackfield.cli;

import java.util.Iterator;
import java.util.List;

/** What an option takes, for help texts and for the shell's completion. */
class Words implements Iterable<String> {
  private final List<String> words;

  Words(List<String> words) {
    this.words = List.copyOf(words);
  }

  @Override
  public Iterator<String> iterator() {
    return words.iterator();
  }
}
