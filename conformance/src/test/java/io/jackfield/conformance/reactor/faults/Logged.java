package io.jackfield.conformance.reactor.faults;

import io.jackfield.conformance.reactor.faults.End.Planned;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Collects what reactors log instead of showing it: all of it is a fault but what was planned. */
final class Logged extends Handler implements AutoCloseable {
  private final Logger logger = Logger.getLogger("io.jackfield.reactor");
  private final List<Throwable> failures = new ArrayList<>();

  Logged() {
    logger.addHandler(this);
    logger.setUseParentHandlers(false);
  }

  List<Throwable> failures() {
    return failures;
  }

  @Override
  public void publish(LogRecord line) {
    Throwable thrown = line.getThrown();
    boolean planned = thrown instanceof Planned;
    if (line.getLevel().intValue() >= Level.SEVERE.intValue() && !planned) {
      failures.add(thrown == null ? new IllegalStateException(line.getMessage()) : thrown);
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setUseParentHandlers(true);
  }
}
