package io.jackfield.reactor.driver;

/** What a descriptor from elsewhere is, and whose. */
public enum DescriptorKind {
  /** A socket of any type, the driver's to close from now on; it becomes non-blocking. */
  SOCKET,
  /** A pipe, FIFO, terminal or pseudo terminal, the driver's to close; it becomes non-blocking. */
  PIPE,
  /**
   * As above, but shared with others, as the standard streams are: never made non-blocking and not
   * closed. Each read and write asks poll(2) first, and writes at most {@code PIPE_BUF} bytes;
   * where the kernel can write to a pipe without waiting, as much as there is room for.
   */
  SHARED_PIPE,
  /** Anything epoll(7) can wait for, watched only; it stays the caller's. */
  WATCHED
}
