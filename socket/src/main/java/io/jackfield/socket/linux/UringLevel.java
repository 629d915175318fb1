package io.jackfield.socket.linux;

/**
 * What a {@link Uring} uses of that which kernels have learnt since the first that can carry it:
 * each level has what those before it have. What the kernel in fact does not know is done without,
 * so that a lower level only serves to try, on a newer kernel, what is done on an older one.
 */
public enum UringLevel {
  /** Only what is needed. */
  LINUX_6_1,
  /** Requests are taken in their order in the ring, not by an array ({@code NO_SQARRAY}). */
  LINUX_6_6,
  /**
   * Provided buffers are filled piece by piece ({@code IOU_PBUF_RING_INC}). It came with 6.12, but
   * until 6.15 completions of several requests could come in another order than their bytes lie.
   * And one request accepts all connections: that came with 5.19, but gave wrong numbers until 6.9.
   */
  LINUX_6_15,
  /** A receive that lasts may have a limit ({@code optlen}). */
  LINUX_6_17,
  /**
   * A buffer that is filled piece by piece is given up when little of it is left ({@code
   * min_left}). Stable kernels of before have it too, from May 2026 on: 6.18.44 say.
   */
  LINUX_7_1;

  /** Whether it has what that level brought. */
  public boolean has(UringLevel brought) {
    return compareTo(brought) >= 0;
  }
}
