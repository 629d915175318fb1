package io.jackfield.testkit;

import io.jackfield.reactor.driver.Driver;
import io.jackfield.reactor.driver.Drivers;
import java.io.IOException;

/** The drivers held to the one contract; a new one joins by a name and a line here. */
enum DriverKind {
  IO_URING,
  EPOLL,
  POLL,
  SELECT,
  NIO,
  PARKING,
  SIMULATED,
  SIMULATED_WITHOUT_QUIRKS;

  Driver open() throws IOException {
    return switch (this) {
      case IO_URING -> Drivers.ioUring();
      case EPOLL -> Drivers.epoll();
      case POLL -> Drivers.poll();
      case SELECT -> Drivers.select();
      case NIO -> Drivers.nio();
      case PARKING -> Drivers.parking();
      case SIMULATED -> simulated(Quirks.ALL);
      case SIMULATED_WITHOUT_QUIRKS -> simulated(Quirks.NONE);
    };
  }

  boolean isSimulated() {
    return this == SIMULATED || this == SIMULATED_WITHOUT_QUIRKS;
  }

  private static Driver simulated(Quirks quirks) {
    var network = new SimulatedNetwork(Long.getLong("jackfield.seed", 1));
    network.quirks(quirks);
    return network.node("a").driver();
  }
}
