package io.jackfield.socket;

import static io.jackfield.socket.BasicCodecs.FLAG;

import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.option.Timestamping;
import io.jackfield.socket.option.TransmitTime;
import java.util.List;

/**
 * The options about packets' times, level {@code SOL_SOCKET}. Source: socket(7), {@code
 * asm-generic/socket.h}, the kernel's {@code networking/timestamping}.
 */
public final class TimestampOptions {
  private static final OptionLevel SOCKET = OptionLevel.of(Abi.SOL_SOCKET);

  /** Tells with each datagram when it arrived, in microseconds; takes {@link #NANOSECONDS} back. */
  public static final KernelOption<Boolean> MICROSECONDS = SOCKET.option("SO_TIMESTAMP", 29, FLAG);

  /** Tells with each datagram when it arrived, in nanoseconds; takes {@link #MICROSECONDS} back. */
  public static final KernelOption<Boolean> NANOSECONDS = SOCKET.option("SO_TIMESTAMPNS", 35, FLAG);

  /** Which time stamps are taken, by whom, when sending and when receiving. */
  public static final KernelOption<Timestamping> TIMESTAMPING =
      SOCKET.option("SO_TIMESTAMPING", 37, PacketCodecs.TIMESTAMPING);

  /** Lets messages say when they are to be sent: {@code SCM_TXTIME}. */
  public static final KernelOption<TransmitTime> TRANSMIT_TIME =
      SOCKET.option("SO_TXTIME", 61, PacketCodecs.TRANSMIT_TIME);

  static final List<KernelOption<?>> ALL = SOCKET.all();

  private TimestampOptions() {}
}
