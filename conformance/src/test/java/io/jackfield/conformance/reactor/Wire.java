package io.jackfield.conformance.reactor;

import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.ProtocolFactory;
import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.StreamOptions;
import io.jackfield.tls.Tls;
import io.jackfield.tls.TlsPeer;
import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;

/** What is spoken on a connection: the contract is the same. */
enum Wire {
  PLAIN,
  TLS;

  ProtocolFactory server(ProtocolFactory above) {
    return switch (this) {
      case PLAIN -> above;
      case TLS -> Tls.server(Certificates.server(), above);
    };
  }

  CompletableFuture<Protocol> connect(
      Reactor reactor, SocketAddress to, ProtocolFactory above, StreamOptions options) {
    return switch (this) {
      case PLAIN -> reactor.connect(to, above, options);
      case TLS ->
          Tls.connect(
              reactor, to, TlsPeer.of(Certificates.client(), "localhost", 0), above, options);
    };
  }
}
