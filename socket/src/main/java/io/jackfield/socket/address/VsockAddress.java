package io.jackfield.socket.address;

import java.net.SocketAddress;
import java.util.Objects;

/** A port of a virtual machine or its host. Source: vsock(7). */
public final class VsockAddress extends SocketAddress {
  private static final long serialVersionUID = 1L;

  private final int contextId;
  private final int port;

  private VsockAddress(int contextId, int port) {
    this.contextId = contextId;
    this.port = port;
  }

  /** Each -1 stands for any. */
  public static VsockAddress of(int contextId, int port) {
    return new VsockAddress(contextId, port);
  }

  /** Which machine: 2 is the host, 1 this machine itself, -1 any. */
  public int contextId() {
    return contextId;
  }

  /** The port, 32 bits, unsigned; -1 is any. */
  public int port() {
    return port;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VsockAddress that && contextId == that.contextId && port == that.port;
  }

  @Override
  public int hashCode() {
    return Objects.hash(contextId, port);
  }

  @Override
  public String toString() {
    return "vsock:" + Integer.toUnsignedString(contextId) + ":" + Integer.toUnsignedString(port);
  }
}
