package io.jackfield.socket;

import static io.jackfield.socket.BasicCodecs.FLAG;
import static io.jackfield.socket.BasicCodecs.INT;

import io.jackfield.socket.linux.Abi;
import java.util.List;

/** The options of a UDP socket, level {@code IPPROTO_UDP}. Source: udp(7), {@code linux/udp.h}. */
public final class UdpOptions {
  private static final OptionLevel UDP = OptionLevel.of(Abi.SOL_UDP);

  /** Gathers what is sent into one datagram, which leaves when this is taken back. */
  public static final KernelOption<Boolean> CORK = UDP.option("UDP_CORK", 1, FLAG);

  /** What other protocol is carried, whose packets the kernel takes: {@code UDP_ENCAP_*}. */
  public static final KernelOption<Integer> ENCAPSULATION = UDP.option("UDP_ENCAP", 100, INT);

  /** Sends datagrams over IPv6 without a checksum. */
  public static final KernelOption<Boolean> NO_CHECKSUM_SENT =
      UDP.option("UDP_NO_CHECK6_TX", 101, FLAG);

  /** Receives datagrams over IPv6 without a checksum. */
  public static final KernelOption<Boolean> NO_CHECKSUM_RECEIVED =
      UDP.option("UDP_NO_CHECK6_RX", 102, FLAG);

  /** Cuts what one send takes into datagrams of so many bytes; 0 for no cutting. */
  public static final KernelOption<Integer> SEGMENT = UDP.option("UDP_SEGMENT", 103, INT);

  /** Receives trains of datagrams as one, and tells their size as a control message. */
  public static final KernelOption<Boolean> RECEIVE_OFFLOAD = UDP.option("UDP_GRO", 104, FLAG);

  static final List<KernelOption<?>> ALL = UDP.all();

  private UdpOptions() {}
}
