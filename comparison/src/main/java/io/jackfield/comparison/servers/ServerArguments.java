package io.jackfield.comparison.servers;

import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.driver.Drivers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * What each of our servers is told: {@code --driver NAME [--spin|--observed] PORT}.
 *
 * @param driver the name of what carries the loop
 * @param spins whether the loop looks for what is new instead of waiting
 * @param isObserved whether an observer is told of each call
 * @param port of the loopback interface
 */
record ServerArguments(String driver, boolean spins, boolean isObserved, int port) {
  /** Longer than the time between two rounds. */
  private static final Duration ALWAYS = Duration.ofHours(1);

  static ServerArguments of(String[] args) {
    boolean spins = args.length == 4 && args[2].equals("--spin");
    boolean isObserved = args.length == 4 && args[2].equals("--observed");
    if ((!spins && !isObserved && args.length != 3) || !args[0].equals("--driver")) {
      throw new IllegalArgumentException("usage: --driver NAME [--spin|--observed] PORT");
    }
    int port = Integer.parseInt(args[args.length - 1]);
    return new ServerArguments(args[1], spins, isObserved, port);
  }

  Reactor reactor() throws IOException {
    return Reactor.builder()
        .driver(() -> Drivers.named(driver))
        .spin(spins ? ALWAYS : Duration.ZERO)
        .build();
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }
}
