package io.jackfield.cli.doctor;

import io.jackfield.cli.progress.TextColumns;
import java.util.List;

/**
 * What one check found, a line.
 *
 * @param state what is shown in front
 * @param needed whether the program cannot do without it
 * @param name what was looked at
 * @param detail how it is; where it is not as it should be, why, and what to do
 */
public record Finding(State state, boolean needed, String name, String detail) {
  /** On a terminal that is narrower still, lines are the terminal's to break. */
  private static final int NARROWEST_DETAIL = 20;

  /** Whether it is there. */
  public enum State {
    /** It is. */
    OK("ok"),
    /** It is not. */
    NO("no"),
    /** Nobody knows. */
    UNKNOWN("--");

    final String mark;

    State(String mark) {
      this.mark = mark;
    }
  }

  /** Something that is tried. */
  interface Trial {
    /** Returns how it is. */
    String run() throws Exception;
  }

  static Finding ok(String name, String detail) {
    return new Finding(State.OK, false, name, detail);
  }

  static Finding no(String name, String detail) {
    return new Finding(State.NO, false, name, detail);
  }

  static Finding unknown(String name, String detail) {
    return new Finding(State.UNKNOWN, false, name, detail);
  }

  /** {@code no} with the reason if it fails, whatever way it does. */
  static Finding tried(String name, String remedy, Trial trial) {
    try {
      return ok(name, trial.run());
    } catch (Exception | LinkageError e) {
      // Linkage: where native access is denied, the class that needs it cannot be initialized.
      String reason = Reasons.of(e);
      return no(name, remedy.isEmpty() ? reason : reason + "; " + remedy);
    }
  }

  /** The same, but the program cannot do without. */
  Finding asNeeded() {
    return new Finding(state, true, name, detail);
  }

  /** Whether the program lacks it. */
  public boolean isLack() {
    return needed && state == State.NO;
  }

  /**
   * The line, its name padded so that details stand below each other. What is wider than {@code
   * columns} goes on below its detail, broken at spaces.
   */
  String line(int nameWidth, int columns) {
    String start = state.mark + "  " + name + " ".repeat(nameWidth - name.length()) + "  ";
    int room = Math.max(columns - start.length(), NARROWEST_DETAIL);
    List<String> lines = TextColumns.lines(detail, room);
    return start + String.join("\n" + " ".repeat(start.length()), lines);
  }
}
