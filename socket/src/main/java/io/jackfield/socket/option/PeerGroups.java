package io.jackfield.socket.option;

import java.util.List;

/**
 * The supplementary groups of a Unix socket's peer, as they were when it was connected.
 *
 * @param groupIds in the kernel's order: ascending
 */
public record PeerGroups(List<Integer> groupIds) {
  /** Keeps a copy of the list. */
  public PeerGroups {
    groupIds = List.copyOf(groupIds);
  }
}
