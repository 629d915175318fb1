package io.jackfield.cli.pipe;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is done on the way from one end to the other. {@code forth} is from the first to the second:
 * from standard input to the network, say.
 *
 * @param forth whether what the first end says is passed on; else the first is not read
 * @param back whether what the second says is
 * @param crlf whether lines that go forth end with CRLF
 * @param shutsDown whether the end of the first is passed on; else the second is left open
 * @param idle how long nothing may move either way before it is ended; null for as long as it likes
 * @param quitAfter how long the second end may go on when the first has ended; null for as long as
 *     it likes
 * @param files where to write what passes; null for nowhere
 */
public record PipeRules(
    boolean forth,
    boolean back,
    boolean crlf,
    boolean shutsDown,
    @Nullable Duration idle,
    @Nullable Duration quitAfter,
    @Nullable SessionFiles files) {
  /** Both ways as it is. */
  public static final PipeRules PLAIN = new PipeRules(true, true, false, true, null, null, null);

  /** Whether bytes and ends are passed on as they come, which the kernel can do. */
  boolean isPlain() {
    return forth && back && !crlf && shutsDown && quitAfter == null && files == null;
  }
}
