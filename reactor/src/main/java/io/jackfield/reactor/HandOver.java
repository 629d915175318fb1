package io.jackfield.reactor;

import io.jackfield.reactor.driver.Handle;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A port that accepts for several loops, and hands each connection over to the one that has the
 * fewest of it; of several that have, by turns. Its own loop's.
 */
final class HandOver implements Acceptor.Port, Resources.Resource {
  private final Reactor reactor;
  private final Acceptor acceptor;
  private final List<Landing> landings;

  /** Whom the next connection goes to if nobody has fewer. */
  private int next;

  HandOver(
      Reactor reactor,
      Handle handle,
      SocketAddress local,
      List<Landing> landings,
      Runnable closing) {
    this.reactor = reactor;
    this.landings = landings;
    this.acceptor = new Acceptor(reactor, handle, local, this, closing);
  }

  /** Before any of the loops runs. */
  void begin() {
    landings.forEach(one -> one.begin(() -> reactor.execute(acceptor::acceptIfWanted)));
    reactor.resources().add(this);
    acceptor.begin();
  }

  /** One after the other, since where the next goes depends on the one before. */
  @Override
  public int room() {
    return fewest() == null ? 0 : 1;
  }

  @Override
  public boolean build(Handle connection) {
    for (Landing one; (one = fewest()) != null; ) {
      next = (landings.indexOf(one) + 1) % landings.size();
      if (one.offer(connection)) {
        return true;
      }
    }
    return false;
  }

  private @Nullable Landing fewest() {
    Landing best = null;
    for (int i = 0; i < landings.size(); i++) {
      Landing one = landings.get((next + i) % landings.size());
      if (one.hasRoom() && (best == null || one.connections() < best.connections())) {
        best = one;
      }
    }
    return best;
  }

  @Override
  public void acceptFailed(IOException failure) {
    landings.stream()
        .filter(Landing::isOpen)
        .findFirst()
        .ifPresent(one -> one.acceptFailed(failure));
  }

  /** Accepts no more; what was handed over before is taken. Does nothing the second time. */
  @Override
  public void end() {
    if (acceptor.stop()) {
      landings.forEach(Landing::closeSoon);
      reactor.resourceGone(this);
    }
  }

  @Override
  public void kill() {
    end();
  }

  @Override
  public String toString() {
    return acceptor.toString();
  }
}
