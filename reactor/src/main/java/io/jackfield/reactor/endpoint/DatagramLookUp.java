package io.jackfield.reactor.endpoint;

import io.jackfield.reactor.DatagramOptions;
import io.jackfield.reactor.DatagramProtocol;
import io.jackfield.reactor.DatagramTransport;
import io.jackfield.reactor.Reactor;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;

/** Connects for datagrams to a host, whose name another thread looks up. */
record DatagramLookUp(Reactor reactor, HostPort to) {
  CompletableFuture<DatagramTransport> connect(DatagramProtocol protocol, DatagramOptions options) {
    if (to.isLiteral()) {
      try {
        return reactor.datagrams().connect(to.socketAddress(), protocol, options);
      } catch (UnknownHostException e) {
        return CompletableFuture.failedFuture(e);
      }
    }
    var result = new CompletableFuture<DatagramTransport>();
    CompletableFuture<InetSocketAddress> lookUp = reactor.deferToThread(to::resolved);
    var _ =
        lookUp.whenComplete((address, failure) -> {
          if (failure != null) {
            result.completeExceptionally(failure);
          } else if (!result.isDone()) {
            found(address, protocol, options, result);
          }
        });
    var _ =
        result.whenComplete((_, _) -> {
          if (result.isCancelled()) {
            lookUp.cancel(true);
          }
        });
    return result;
  }

  private void found(
      InetSocketAddress address,
      DatagramProtocol protocol,
      DatagramOptions options,
      CompletableFuture<DatagramTransport> result) {
    CompletableFuture<DatagramTransport> connecting;
    try {
      connecting = reactor.datagrams().connect(address, protocol, options);
    } catch (RuntimeException e) {
      result.completeExceptionally(e); // The reactor is stopped by now.
      return;
    }
    var _ =
        connecting.whenComplete((port, failure) -> {
          if (failure != null) {
            result.completeExceptionally(failure);
          } else if (!result.complete(port)) {
            port.abort(); // Cancelled meanwhile.
          }
        });
  }
}
