package io.jackfield.socket.option;

import java.util.List;

/**
 * What the two ends of a connection under repair had agreed on: {@code struct tcp_repair_opt}s.
 * Source: {@code linux/tcp.h}.
 */
public record RepairOptions(List<Agreed> agreed) {
  /**
   * One option of the connection's first segments.
   *
   * @param kind its number on the wire: 2 segment size, 3 window scale, 4 selective
   *     acknowledgements, 8 time stamps
   * @param value what was agreed on, 0 where it has none
   */
  public record Agreed(int kind, int value) {}

  /** Keeps a copy of the list. */
  public RepairOptions {
    agreed = List.copyOf(agreed);
  }
}
