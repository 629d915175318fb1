package io.jackfield.service.files;

import io.jackfield.service.client.FirstAddress;
import io.jackfield.service.client.StreamPlace;
import io.jackfield.tls.TlsSession;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a receiver is found, and how it is reached.
 *
 * @param addresses tried one after the other; at least one
 * @param tls makes a session of TLS for each connection; null for none
 * @param timeout the longest wait for a connection or for a word
 */
public record Receiver(
    List<? extends SocketAddress> addresses, @Nullable Supplier<TlsSession> tls, Duration timeout) {

  /** A connection to the first address that answers. */
  Wire connect() throws IOException {
    return FirstAddress.of(
        addresses, address -> new Wire(new StreamPlace(address, tls).connect(timeout)));
  }

  /** The same with another limit to each wait. */
  Receiver within(Duration limit) {
    return new Receiver(addresses, tls, limit);
  }
}
