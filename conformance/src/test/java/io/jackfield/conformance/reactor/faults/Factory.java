package io.jackfield.conformance.reactor.faults;

import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.ProtocolFactory;
import io.jackfield.reactor.StreamOptions;
import java.net.SocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Makes ends, and checks when it is asked to. */
final class Factory implements ProtocolFactory {
  private final Life life;
  private final boolean server;
  private int uses;

  Factory(Life life, boolean server) {
    this.life = life;
    this.server = server;
  }

  @Override
  public Protocol buildProtocol(@Nullable SocketAddress peer) {
    life.run.verdict.require(uses == 1, "a factory is asked that was not started");
    life.run.verdict.require(!life.driver.isOver(), "a factory is asked after the stop");
    if (server) {
      life.run.after(Duration.ZERO, life.machine::accepted);
    }
    StreamOptions options = life.run.options;
    return new End(life, life.run.plan(server), options);
  }

  @Override
  public void started() {
    life.run.verdict.require(++uses == 1, "a factory started twice");
  }

  @Override
  public void stopped() {
    life.run.verdict.require(--uses == 0, "a factory stopped that was not started");
  }

  void checkOver() {
    life.run.verdict.require(uses == 0, "a factory was not stopped at " + life);
  }
}
