package io.jackfield.cli;

import io.jackfield.cli.progress.ProgressDisplay;
import io.jackfield.cli.progress.ProgressTask;
import io.jackfield.cli.progress.TextColumns;
import io.jackfield.service.files.TransferListener;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Shows transfers as they go, a line each. Any thread. */
final class ShownTransfers implements TransferListener {
  private final ProgressDisplay display;
  private final Consumer<String> whenDone;

  /**
   * Shows them there.
   *
   * @param whenDone told the name of each that is whole, when its line is drawn
   */
  ShownTransfers(ProgressDisplay display, Consumer<String> whenDone) {
    this.display = display;
    this.whenDone = whenDone;
  }

  @Override
  public Transfer begun(String name, long size, long offset) {
    ProgressTask task = display.begin(name, OptionalLong.of(size));
    if (offset > 0) {
      task.startAt(offset);
    }
    return new Transfer() {
      @Override
      public void at(long bytes) {
        task.at(bytes);
      }

      @Override
      public void done() {
        task.at(size);
        task.done();
        whenDone.accept(name);
      }

      @Override
      public void failed(String why) {
        task.failed(why);
      }
    };
  }

  @Override
  public void same(String name) {
    line(name, "is there already, with the same content");
  }

  @Override
  public void refused(String name, String why) {
    line(name.isEmpty() ? "a file" : name, "refused: " + why);
  }

  private void line(String name, String what) {
    String line = TextColumns.harmless(name) + ": " + TextColumns.harmless(what);
    display.above(() -> System.err.println(line));
  }
}
