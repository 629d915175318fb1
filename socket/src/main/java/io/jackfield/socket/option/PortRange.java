package io.jackfield.socket.option;

/**
 * Where the kernel may take a port of its own choice from: {@code IP_LOCAL_PORT_RANGE}.
 *
 * @param lowest 0 for the system's ({@code net.ipv4.ip_local_port_range})
 * @param highest included; 0 for the system's
 */
public record PortRange(int lowest, int highest) {
  private static final int MAX_PORT = 65_535;

  /** Checks that both are ports; the kernel checks their order. */
  public PortRange {
    if (lowest < 0 || lowest > MAX_PORT || highest < 0 || highest > MAX_PORT) {
      throw new IllegalArgumentException(lowest + " to " + highest + " are not ports");
    }
  }
}
