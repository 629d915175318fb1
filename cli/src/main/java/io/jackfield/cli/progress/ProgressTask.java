package io.jackfield.cli.progress;

import io.jackfield.cli.progress.Snapshot.Outcome;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * One transfer that a {@link ProgressDisplay} shows, until it is {@link #done} or has {@link
 * #failed}; what is told after that is ignored. Any thread may call: the display's lock guards the
 * fields.
 */
public final class ProgressTask {
  private final ProgressDisplay display;
  private final String name;
  private final long beganNanos;
  private OptionalLong total;
  private long startBytes;
  private long bytes;
  private Speed speed;
  private Outcome outcome = new Outcome.Running();

  ProgressTask(ProgressDisplay display, String name, OptionalLong total, long nowNanos) {
    this.display = display;
    this.name = name;
    this.total = total;
    this.beganNanos = nowNanos;
    this.speed = new Speed(nowNanos, 0);
  }

  /** How many bytes there will be, if that was not known before. */
  public void total(long totalBytes) {
    display.change(this, _ -> total = OptionalLong.of(totalBytes));
  }

  /** So many bytes were there before: they count as done, and not for the rate. */
  public void startAt(long bytesBefore) {
    display.change(
        this,
        nowNanos -> {
          startBytes = bytesBefore;
          bytes = bytesBefore;
          speed = new Speed(nowNanos, bytesBefore);
        });
  }

  /** So many bytes are there now, in all. */
  public void at(long bytesNow) {
    display.change(
        this,
        nowNanos -> {
          bytes = bytesNow;
          speed.at(nowNanos, bytesNow);
        });
  }

  /** So many more bytes are there. */
  public void add(long more) {
    display.change(
        this,
        nowNanos -> {
          bytes += more;
          speed.at(nowNanos, bytes);
        });
  }

  /** All is there. */
  public void done() {
    display.end(this, new Outcome.Done());
  }

  /**
   * It ended too early.
   *
   * @param why in a few words
   */
  public void failed(String why) {
    display.end(this, new Outcome.Failed(why));
  }

  /** For the display, which holds its lock in all three. */
  boolean isRunning() {
    return outcome instanceof Outcome.Running;
  }

  void outcome(Outcome how) {
    outcome = how;
  }

  Snapshot snapshot(long nowNanos) {
    boolean ended = !isRunning();
    long elapsed = nowNanos - beganNanos;
    long rate =
        ended ? Speed.average(bytes - startBytes, elapsed) : speed.perSecond(nowNanos, bytes);
    return new Snapshot(name, bytes, total, rate, Duration.ofNanos(elapsed), outcome);
  }
}
