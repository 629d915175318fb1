package io.jackfield.socket;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Turns host names into addresses without holding up who asks. {@link SystemResolver} asks the
 * system, {@link CachingResolver} remembers what another one said; anybody may bring their own.
 */
@FunctionalInterface
public interface Resolver {
  /**
   * Looks up a host. Returns at once, from any thread.
   *
   * @param host a name, or an address as it is written ({@code 127.0.0.1}, {@code ::1})
   * @return completed, on any thread, with at least one address, IPv4 and IPv6, the preferred
   *     first; or exceptionally: {@link java.net.UnknownHostException} if there is none. Cancelling
   *     it cancels nobody else's look-up.
   */
  CompletableFuture<List<InetAddress>> resolve(String host);
}
