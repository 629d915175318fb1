package io.jackfield.conformance.reactor.peers;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.ProtocolFactory;
import java.net.SocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The protocols of a port, for the test's thread, in the order in which they were made. */
final class Sessions<T extends Told> implements ProtocolFactory {
  private final Supplier<T> protocols;
  private final BlockingQueue<T> made = new LinkedBlockingQueue<>();

  private Sessions(Supplier<T> protocols) {
    this.protocols = protocols;
  }

  static Sessions<Echo> echo() {
    return new Sessions<>(Echo::new);
  }

  static Sessions<Told> told() {
    return new Sessions<>(Told::new);
  }

  @Override
  public Protocol buildProtocol(@Nullable SocketAddress peer) {
    T protocol = protocols.get();
    made.add(protocol);
    return protocol;
  }

  /** The next one, as soon as it is there. */
  T next() throws InterruptedException {
    return requireNonNull(made.poll(20, SECONDS), "nobody has connected");
  }

  boolean isEmpty() {
    return made.isEmpty();
  }
}
