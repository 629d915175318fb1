package io.jackfield.reactor;

import io.jackfield.socket.Resolver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Connects to host names: those whose addresses are not known yet. */
final class LookUps {
  private final Reactor reactor;
  private final Resolver resolver;
  private final Map<Object, CompletableFuture<Protocol>> underWay = new LinkedHashMap<>();

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
    var key = new Object();
    underWay.put(key, result);
    Futures.cancelWith(result, lookUp);
    var _ =
        lookUp.whenCompleteAsync(
            (addresses, failure) -> {
              // Not there: the reactor stops, and nothing begins any more.
              if (underWay.remove(key) != null) {
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
    List<CompletableFuture<Protocol>> all = List.copyOf(underWay.values());
    underWay.clear();
    all.forEach(one -> one.cancel(false));
  }
}
