package io.jackfield.service;

import io.jackfield.socket.MachineZone;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;

/** The machine's clock in the machine's time zone, of which it knows what holds just now. */
final class MachineClock extends Clock {
  static final Clock HERE = new MachineClock();

  private MachineClock() {}

  @Override
  public ZoneId getZone() {
    return MachineZone.offsetAt(instant());
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
