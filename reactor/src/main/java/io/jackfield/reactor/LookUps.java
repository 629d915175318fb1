package io.jackfield.reactor;

import io.jackfield.socket.Resolver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Connects to host names: those whose addresses are not known yet. */
final class LookUps {
  private final Reactor reactor;
  private final Resolver resolver;
  private final Set<Waiting> underWay = new LinkedHashSet<>();

  /** Each is itself alone: futures have no equality to look them up by. */
  private static final class Waiting {
    final CompletableFuture<Protocol> result;

    Waiting(CompletableFuture<Protocol> result) {
      this.result = result;
    }
  }

  LookUps(Reactor reactor, Resolver resolver) {
    this.reactor = reactor;
    this.resolver = resolver;
  }

  void connect(
      InetSocketAddress to,
      ProtocolFactory factory,
      StreamOptions options,
      CompletableFuture<Protocol> result) {
    CompletableFuture<List<InetAddress>> lookUp = resolver.resolve(to.getHostString());
    var waiting = new Waiting(result);
    underWay.add(waiting);
    Futures.cancelWith(result, lookUp);
    var _ =
        lookUp.whenCompleteAsync(
            (addresses, failure) -> {
              // Not there: the reactor stops, and nothing begins any more.
              if (underWay.remove(waiting)) {
                resolved(to, addresses, failure, factory, options, result);
              }
            },
            reactor);
  }

  private void resolved(
      InetSocketAddress to,
      @Nullable List<InetAddress> addresses,
      @Nullable Throwable failure,
      ProtocolFactory factory,
      StreamOptions options,
      CompletableFuture<Protocol> result) {
    if (failure != null) {
      result.completeExceptionally(Futures.cause(failure));
    } else if (addresses == null || addresses.isEmpty()) {
      result.completeExceptionally(new UnknownHostException(to.getHostString()));
    } else {
      List<InetSocketAddress> all =
          HappyEyeballs.order(addresses).stream()
              .map(address -> new InetSocketAddress(address, to.getPort()))
              .toList();
      new StreamConnector(reactor, all, factory, options, result).begin();
    }
  }

  /** Ends all that go on: the reactor stops. */
  void giveUp() {
    List<Waiting> all = List.copyOf(underWay);
    underWay.clear();
    all.forEach(one -> one.result.cancel(false));
  }
}
