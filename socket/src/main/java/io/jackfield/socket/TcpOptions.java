package io.jackfield.socket;

import io.jackfield.socket.linux.Abi;

/** The options of a TCP socket, level {@code IPPROTO_TCP}. Source: tcp(7). */
public final class TcpOptions {
  /** Sends small segments at once instead of gathering them. */
  public static final KernelOption<Boolean> NO_DELAY =
      new KernelOption<>(
          "TCP_NODELAY", Boolean.class, Abi.IPPROTO_TCP, Abi.TCP_NODELAY, OptionCodec.FLAG);

  private TcpOptions() {}
}
