package io.jackfield.cli.progress;

import io.jackfield.cli.progress.Snapshot.Outcome;
import io.jackfield.socket.StandardStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.IntSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows transfers on standard error: on a terminal a line for each that runs, redrawn in place at
 * most ten times a second, and the last state of each that has ended above them; elsewhere one
 * plain line when a transfer ends. Any thread may call.
 *
 * <p>It draws when it is told something; {@link #tick}, called now and then, shows a standstill
 * too.
 */
public final class ProgressDisplay implements AutoCloseable {
  /** How many lines are redrawn: a terminal has 24, and what has left it cannot be redrawn. */
  static final int MOST_LINES = 16;

  private static final long APART_NANOS = 100_000_000L;
  private static final int DEFAULT_COLUMNS = 80;

  /** To the left edge, and everything from there to the end of the screen away (ECMA-48). */
  private static final String CLEAR = "\r\u001b[J";

  private final PrintStream to;
  private final @Nullable IntSupplier columns;
  private final Paint paint;
  private final LongSupplier nanoTime;
  private final List<ProgressTask> running = new ArrayList<>();

  /** How many lines stand there that may be redrawn; the cursor is at the end of the last. */
  private int drawnLines;

  private long drawnNanos;

  /**
   * Draws where it is told to.
   *
   * @param columns how wide the terminal is at the moment; null if it is none
   * @param nanoTime the time, as {@link System#nanoTime}
   */
  ProgressDisplay(
      PrintStream to, @Nullable IntSupplier columns, Paint paint, LongSupplier nanoTime) {
    this.to = to;
    this.columns = columns;
    this.paint = paint;
    this.nanoTime = nanoTime;
    this.drawnNanos = nanoTime.getAsLong() - APART_NANOS;
  }

  /**
   * On this process's standard error, whatever that is; plain where {@code TERM} is {@code dumb}.
   */
  public static ProgressDisplay onStandardError() {
    Map<String, String> environment = System.getenv();
    boolean drawn =
        StandardStream.ERROR.isTerminal()
            && !environment.getOrDefault("TERM", "dumb").equals("dumb");
    return new ProgressDisplay(
        System.err,
        drawn ? () -> terminalColumns(environment.get("COLUMNS")) : null,
        Paint.of(environment),
        System::nanoTime);
  }

  /** What {@code COLUMNS} says, else the terminal, else 80. */
  static int terminalColumns(@Nullable String said) {
    if (said != null && said.matches("[1-9][0-9]{0,3}")) {
      return Integer.parseInt(said);
    }
    return StandardStream.ERROR.columns().orElse(DEFAULT_COLUMNS);
  }

  /**
   * Shows one more transfer.
   *
   * @param name what it is called; what a terminal would obey is replaced
   * @param totalBytes how many bytes it has; empty if that is not known
   */
  public synchronized ProgressTask begin(String name, OptionalLong totalBytes) {
    var task = new ProgressTask(this, name, totalBytes, nanoTime.getAsLong());
    running.add(task);
    drawIfDue();
    return task;
  }

  /** Draws what runs, if that was not done just now. */
  public synchronized void tick() {
    drawIfDue();
  }

  /** Has {@code print} print whole lines, to any stream of the terminal, above those that run. */
  public synchronized void above(Runnable print) {
    to.print(erasing());
    to.flush();
    print.run();
    draw("");
  }

  /** Leaves the lines of those that still run as they are, and draws no more of them. */
  @Override
  public synchronized void close() {
    if (drawnLines > 0) {
      draw("");
      to.println();
      to.flush();
      drawnLines = 0;
    }
    running.clear();
  }

  /** For a task: takes note of something, and draws it when it is time. */
  synchronized void change(ProgressTask task, LongConsumer change) {
    if (task.isRunning()) {
      change.accept(nanoTime.getAsLong());
      drawIfDue();
    }
  }

  /** For a task: shows it for the last time. */
  synchronized void end(ProgressTask task, Outcome outcome) {
    if (!task.isRunning()) {
      return;
    }
    task.outcome(outcome);
    if (!running.remove(task)) {
      return; // Closed before.
    }
    Snapshot last = task.snapshot(nanoTime.getAsLong());
    if (columns == null) {
      to.println(ProgressLine.plain(last));
      return;
    }
    draw(ProgressLine.of(last, columns.getAsInt(), paint) + System.lineSeparator());
  }

  private void drawIfDue() {
    if (columns != null && nanoTime.getAsLong() - drawnNanos >= APART_NANOS) {
      draw("");
    }
  }

  /** In one piece, so that nobody sees it half done. */
  private void draw(String above) {
    if (columns == null) {
      return;
    }
    long nowNanos = nanoTime.getAsLong();
    int width = columns.getAsInt();
    List<String> lines = new ArrayList<>();
    int shown = running.size() <= MOST_LINES ? running.size() : MOST_LINES - 1;
    for (ProgressTask task : running.subList(0, shown)) {
      lines.add(ProgressLine.of(task.snapshot(nowNanos), width, paint));
    }
    if (shown < running.size()) {
      lines.add(TextColumns.cut("and " + (running.size() - shown) + " more", width - 1));
    }
    to.print(erasing() + above + String.join(System.lineSeparator(), lines));
    to.flush();
    drawnLines = lines.size();
    drawnNanos = nowNanos;
  }

  /**
   * What takes the cursor to where the first line began, and all that stands from there on away.
   */
  private String erasing() {
    String up = drawnLines > 1 ? "\u001b[" + (drawnLines - 1) + "A" : "";
    String erasing = drawnLines > 0 ? up + CLEAR : "";
    drawnLines = 0;
    return erasing;
  }
}
