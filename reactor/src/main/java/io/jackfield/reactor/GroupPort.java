package io.jackfield.reactor;

import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A port that takes connections for a {@link ReactorGroup}. Any thread. */
public final class GroupPort {
  /** One of the sockets that are the port. */
  record Part(GroupLoop loop, Runnable stop) {}

  private final SocketAddress local;
  private final List<Part> parts;

  GroupPort(SocketAddress local, List<Part> parts) {
    this.local = local;
    this.parts = List.copyOf(parts);
  }

  /** The address it has; a port of 0 that was asked for shows as what it became. */
  public SocketAddress localAddress() {
    return local;
  }

  /**
   * Takes no further connection; those that are open go on. What waits in the kernel's queue is
   * reset, and a loop that is held up stops when it goes on.
   *
   * @return completed when the address is free
   */
  public CompletableFuture<Void> stop() {
    return CompletableFuture.allOf(
        parts.stream()
            .map(part -> part.loop().does(part.stop()))
            .toArray(CompletableFuture[]::new));
  }
}
