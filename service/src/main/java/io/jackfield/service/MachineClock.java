package io.jackfield.service;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;

/**
 * The machine's clock in the machine's time zone, which is looked for when a time is told: reading
 * the zones would be a tenth of each start, of commands too that tell no time.
 */
final class MachineClock extends Clock {
  static final Clock HERE = new MachineClock();

  private MachineClock() {}

  @Override
  public ZoneId getZone() {
    return ZoneId.systemDefault();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return Clock.system(zone);
  }

  @Override
  public Instant instant() {
    return Instant.now();
  }

  @Override
  public long millis() {
    return System.currentTimeMillis();
  }
}
