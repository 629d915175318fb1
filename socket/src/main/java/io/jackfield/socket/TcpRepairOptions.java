package io.jackfield.socket;

import static io.jackfield.socket.BasicCodecs.INT;

import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.option.RepairOptions;
import io.jackfield.socket.option.RepairWindow;
import java.util.List;

/**
 * The options that take a TCP connection apart without its peer's knowledge, to put it together in
 * another process or on another machine; level {@code IPPROTO_TCP}, privileged. Source: {@code
 * linux/tcp.h}.
 */
public final class TcpRepairOptions {
  private static final OptionLevel TCP = OptionLevel.of(Abi.IPPROTO_TCP);

  /** 1: nothing is sent any more. 0: goes on, with a probe. -1: goes on without. */
  public static final KernelOption<Integer> REPAIR = TCP.option("TCP_REPAIR", 19, INT);

  /** Which queue calls and {@link #SEQUENCE} are about: 0 none, 1 received, 2 to send. */
  public static final KernelOption<Integer> QUEUE = TCP.option("TCP_REPAIR_QUEUE", 20, INT);

  /** The sequence number at the end of the queue, unsigned; to be set while it is closed. */
  public static final KernelOption<Integer> SEQUENCE = TCP.option("TCP_QUEUE_SEQ", 21, INT);

  /** What the two ends have agreed on. */
  public static final KernelOption<RepairOptions> AGREED =
      TCP.writeOnly("TCP_REPAIR_OPTIONS", 22, TcpCodecs.REPAIR_OPTIONS);

  /** The clock of the segments' time stamps, its unit the kernel's; unsigned. */
  public static final KernelOption<Integer> TIMESTAMP = TCP.option("TCP_TIMESTAMP", 24, INT);

  /** The windows of both ends. */
  public static final KernelOption<RepairWindow> WINDOW =
      TCP.option("TCP_REPAIR_WINDOW", 29, TcpCodecs.REPAIR_WINDOW);

  static final List<KernelOption<?>> ALL = TCP.all();

  private TcpRepairOptions() {}
}
