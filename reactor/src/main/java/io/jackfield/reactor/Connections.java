package io.jackfield.reactor;

import io.jackfield.reactor.driver.Handle;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a reactor has of streams, for its end: ports, attempts to connect, streams, and what is left
 * of streams that are closed. Its thread's.
 */
final class Connections {
  private final Reactor reactor;
  private final Runnable oneLess;
  private final Set<StreamListener> ports = new LinkedHashSet<>();
  private final Set<StreamConnector> connectors = new LinkedHashSet<>();
  private final StreamList streams = new StreamList();
  private final Set<Lingering> lingering = new LinkedHashSet<>();

  /**
   * Empty.
   *
   * @param oneLess run when a stream is no more
   */
  Connections(Reactor reactor, Runnable oneLess) {
    this.reactor = reactor;
    this.oneLess = oneLess;
  }

  Set<StreamListener> ports() {
    return ports;
  }

  Set<StreamConnector> connectors() {
    return connectors;
  }

  Set<Lingering> lingering() {
    return lingering;
  }

  void opened(StreamTransport stream) {
    streams.add(stream);
  }

  void lost(StreamTransport stream) {
    streams.remove(stream);
    oneLess.run();
  }

  /** Takes over a handle whose stream is over for us, until its peer has ended too. */
  void linger(Handle handle, Duration timeout) {
    lingering.add(new Lingering(reactor, handle, timeout));
  }

  void lingeringOver(Lingering one) {
    lingering.remove(one);
    oneLess.run();
  }

  /** Whether no stream is left. */
  boolean isEmpty() {
    return streams.size() == 0 && lingering.isEmpty();
  }

  /** Nothing begins any more, and each stream is closed in order. */
  void closeAll() {
    giveUp();
    streams.forEach(StreamTransport::stop);
  }

  /** Nothing begins any more, and each stream is torn down. */
  void abortAll() {
    giveUp();
    streams.forEach(StreamTransport::abort);
  }

  private void giveUp() {
    List.copyOf(ports).forEach(StreamListener::stop);
    reactor.lookUps().giveUp();
    List.copyOf(connectors).forEach(StreamConnector::giveUp);
  }

  /** Waits for no peer any longer. */
  void resetLingering() {
    List.copyOf(lingering).forEach(one -> one.end(true));
  }
}
