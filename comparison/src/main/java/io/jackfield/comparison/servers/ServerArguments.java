package io.jackfield.comparison.servers;

import io.jackfield.reactor.Reactor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * What each of our servers is told: {@code --driver NAME PORT}.
 *
 * @param driver what carries the loop
 * @param port of the loopback interface
 */
record ServerArguments(NamedDriver driver, int port) {
  static ServerArguments of(String[] args) {
    if (args.length != 3 || !args[0].equals("--driver")) {
      throw new IllegalArgumentException("usage: --driver NAME PORT");
    }
    return new ServerArguments(NamedDriver.named(args[1]), Integer.parseInt(args[2]));
  }

  Reactor reactor() throws IOException {
    return Reactor.builder().driver(driver::open).build();
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }
}
