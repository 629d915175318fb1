package io.jackfield.reactor.driver;

import io.jackfield.socket.linux.ParkingEpoll;

/** Ends the wait itself. */
record ParkedWakeUp(ParkingEpoll set) implements WakeUp {
  @Override
  public int number() {
    return NO_DESCRIPTOR;
  }

  @Override
  public void request() {
    set.wake();
  }

  @Override
  public boolean isRequested() {
    return false;
  }

  @Override
  public void answer() {}

  @Override
  public void close() {}
}
