package io.jackfield.testkit;

import io.jackfield.reactor.driver.Handle;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import org.jspecify.annotations.Nullable;

/** A simulated socket. Belongs to the test's thread. */
abstract class SimulatedHandle extends Handle {
  final SimulatedDriver driver;
  final SimulatedNode node;
  final ProtocolFamily family;
  final OptionValues options = new OptionValues();

  /** Its address, if it has one. */
  @Nullable SocketAddress bound;

  boolean closed;

  SimulatedHandle(SimulatedDriver driver, ProtocolFamily family) {
    this.driver = driver;
    this.node = driver.node();
    this.family = family;
  }

  /** Its state has changed: at the next wait it is asked for its news. */
  final void touched() {
    driver.touched(this);
  }

  /** Whether there is something to tell. */
  abstract boolean hasNews();

  /** Tells some of it; never called once closed. */
  abstract void tell();

  /** Leaves the network. */
  abstract void leave(boolean reset);

  /** At the end: what was lent to it must be as it was. */
  abstract void checkLent();

  abstract void connect(SocketAddress remote);

  abstract SocketAddress localAddress();

  abstract @Nullable SocketAddress remoteAddress();

  abstract Ports ports();

  void bind(SocketAddress local) throws IOException {
    if (bound != null) {
      throw Errnos.exception("bind", Errnos.EINVAL, local);
    }
    int errno = isOfFamily(local) ? ports().bind(this, local) : Errnos.EAFNOSUPPORT;
    if (errno != 0) {
      throw Errnos.exception("bind", errno, local);
    }
  }

  /** Whether an address can be used with it. */
  final boolean isOfFamily(SocketAddress address) {
    if (!(address instanceof InetSocketAddress inet)) {
      return family == StandardProtocolFamily.UNIX;
    }
    if (inet.isUnresolved() || family == StandardProtocolFamily.UNIX) {
      return false;
    }
    return family == StandardProtocolFamily.INET6 || !(inet.getAddress() instanceof Inet6Address);
  }

  final void requireOpen(String what) {
    if (closed) {
      throw new IllegalStateException(what + " on a handle that is closed");
    }
  }
}
