package io.jackfield.service.chargen;

import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.Transport;
import io.jackfield.server.ServerProtocol;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sends lines of characters as fast as the client takes them, until it closes; one that has only
 * ended its own half gets more. What it sends is thrown away. Source: RFC 864.
 */
public final class Chargen implements ServerProtocol {
  private @Nullable Transport transport;

  /** Where in the pattern it is. */
  private int next;

  @Override
  public void connectionMade(Transport made) {
    transport = made;
    made.producer(this::write);
  }

  /** Some lines at a time, so that little waits in memory for each client: more is asked for. */
  private void write(long bytes) {
    int count = (int) Math.min(bytes, Pattern.length() - next);
    Objects.requireNonNull(transport).write(Pattern.part(next, count));
    next = (next + count) % Pattern.length();
  }

  @Override
  public void dataReceived(ByteBuffer data) {
    // Nothing was asked.
  }

  @Override
  public boolean awaitsFirstByte() {
    return false;
  }

  @Override
  public boolean endReceived() {
    return true;
  }

  /** That the client goes is how it ends: what was under way then makes TCP say so by a reset. */
  @Override
  public LossReason ended(LossReason reason) {
    return reason instanceof LossReason.Lost(IOException _) ? new LossReason.Done() : reason;
  }
}
