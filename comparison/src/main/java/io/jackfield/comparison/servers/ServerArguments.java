package io.jackfield.comparison.servers;

import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.driver.Drivers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * What each of our servers is told: {@code --driver NAME PORT}.
 *
 * @param driver the name of what carries the loop
 * @param port of the loopback interface
 */
record ServerArguments(String driver, int port) {
  static ServerArguments of(String[] args) {
    if (args.length != 3 || !args[0].equals("--driver")) {
      throw new IllegalArgumentException("usage: --driver NAME PORT");
    }
    return new ServerArguments(args[1], Integer.parseInt(args[2]));
  }

  Reactor reactor() throws IOException {
    return Reactor.builder().driver(() -> Drivers.named(driver)).build();
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }
}
