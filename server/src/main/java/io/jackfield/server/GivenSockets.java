package io.jackfield.server;

import io.jackfield.socket.PassedDescriptor;
import io.jackfield.socket.SocketType;
import io.jackfield.socket.address.Addresses;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Sockets of one address that exist already, for a server to take requests from instead of opening
 * its own. Each is served: a connection that waits on a socket which nobody takes it from would be
 * lost. Used by one thread; those that no server took are its to close.
 */
public final class GivenSockets implements AutoCloseable {
  private final List<PassedDescriptor> sockets;
  private final SocketAddress address;
  private final boolean isInherited;

  private GivenSockets(List<PassedDescriptor> sockets, boolean isInherited) throws IOException {
    this.sockets = List.copyOf(sockets);
    this.address = commonAddress(sockets);
    this.isInherited = isInherited;
  }

  /**
   * Of a process in whose place this one serves, {@link BaseServer#duplicateSockets its} sockets.
   * The file that a Unix one has is removed at the end as though this server had bound it.
   *
   * @throws IOException if they are no sockets with one and the same address
   * @throws IllegalArgumentException if there is none
   */
  public static GivenSockets inherited(List<PassedDescriptor> sockets) throws IOException {
    return new GivenSockets(sockets, true);
  }

  /**
   * Of a service manager, which opened them before it started this process and keeps them: the file
   * that a Unix one has stays. Throws as {@link #inherited}.
   */
  public static GivenSockets lent(List<PassedDescriptor> sockets) throws IOException {
    return new GivenSockets(sockets, false);
  }

  private static SocketAddress commonAddress(List<PassedDescriptor> sockets) throws IOException {
    if (sockets.isEmpty()) {
      throw new IllegalArgumentException("a server needs a socket at least");
    }
    SocketAddress first = addressOf(sockets.getFirst());
    for (PassedDescriptor one : sockets) {
      SocketAddress local = addressOf(one);
      if (!local.equals(first)) {
        throw new IOException(
            "one server's sockets have two addresses: %s and %s"
                .formatted(Addresses.text(first), Addresses.text(local)));
      }
    }
    return first;
  }

  private static SocketAddress addressOf(PassedDescriptor one) throws IOException {
    SocketAddress local = one.localAddress();
    if (local == null) {
      throw new IOException("descriptor " + one.number() + " is no socket that has an address");
    }
    return local;
  }

  /** The address that they have. */
  public SocketAddress address() {
    return address;
  }

  /** Whether a Unix socket's file is the server's to remove. */
  boolean isInherited() {
    return isInherited;
  }

  int count() {
    return sockets.size();
  }

  /**
   * Throws if they are not what a server needs.
   *
   * @param wanted where it was to be bound
   */
  void require(SocketAddress wanted, SocketType type) throws IOException {
    if (wanted instanceof InetSocketAddress != address instanceof InetSocketAddress) {
      throw new IOException(
          "the socket's address, %s, is of another kind".formatted(Addresses.text(address)));
    }
    for (PassedDescriptor one : sockets) {
      if (one.type() != type) {
        throw new IOException(
            "descriptor %d is a socket of type %s, not %s"
                .formatted(one.number(), one.type(), type));
      }
      if (type == SocketType.STREAM && !one.isListening()) {
        throw new IOException("descriptor " + one.number() + " is a socket that does not listen");
      }
    }
  }

  /**
   * The one socket of a server that waits on it; it is the caller's from now on.
   *
   * @throws IOException if there are more
   */
  PassedDescriptor only() throws IOException {
    if (sockets.size() > 1) {
      throw new IOException(
          "there are %d sockets, and this engine takes from one: event loops take from all"
              .formatted(sockets.size()));
    }
    return sockets.getFirst();
  }

  /**
   * As many as there are or {@code atLeast}, those that are missing being duplicates; they are the
   * caller's from now on.
   */
  List<PassedDescriptor> spread(int atLeast) throws IOException {
    List<PassedDescriptor> all = new ArrayList<>(sockets);
    try {
      while (all.size() < atLeast) {
        all.add(all.get(all.size() - sockets.size()).duplicate());
      }
      return all;
    } catch (IOException e) {
      all.subList(sockets.size(), all.size()).forEach(PassedDescriptor::close);
      throw e;
    }
  }

  /** Closes those that no server has taken. */
  @Override
  public void close() {
    sockets.forEach(PassedDescriptor::close);
  }
}
