package io.jackfield.socket;

import static io.jackfield.socket.BasicCodecs.FLAG;
import static io.jackfield.socket.BasicCodecs.INT;

import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.option.SocketFilter;
import java.util.List;

/**
 * The options that let a program of the user's decide which packets are received, and by whom;
 * level {@code SOL_SOCKET}. Source: socket(7), bpf(2), {@code asm-generic/socket.h}.
 */
public final class FilterOptions {
  private static final OptionLevel SOCKET = OptionLevel.of(Abi.SOL_SOCKET);

  /** Asks this program about each packet that arrives, in place of the one before. */
  public static final KernelOption<SocketFilter> ATTACH =
      SOCKET.writeOnly("SO_ATTACH_FILTER", 26, PacketCodecs.FILTER);

  /** Takes the program away, whatever the value; {@code ENOENT} if there is none. */
  public static final KernelOption<Boolean> DETACH = SOCKET.writeOnly("SO_DETACH_FILTER", 27, FLAG);

  /** Keeps the program as it is, from now on for good. */
  public static final KernelOption<Boolean> LOCK = SOCKET.option("SO_LOCK_FILTER", 44, FLAG);

  /** How much of the extended instructions there is: the highest offset that has a meaning. */
  public static final KernelOption<Integer> EXTENSIONS =
      SOCKET.readOnly("SO_BPF_EXTENSIONS", 48, INT);

  /** As {@link #ATTACH}, a program that bpf(2) loaded, by its descriptor. */
  public static final KernelOption<Integer> ATTACH_LOADED =
      SOCKET.writeOnly("SO_ATTACH_BPF", 50, INT);

  /** As {@link #DETACH}: the name that goes with {@link #ATTACH_LOADED}. */
  public static final KernelOption<Boolean> DETACH_LOADED =
      SOCKET.writeOnly("SO_DETACH_BPF", 27, FLAG);

  /** Asks this program which of the sockets that share an address gets a packet, counted from 0. */
  public static final KernelOption<SocketFilter> ATTACH_CHOICE =
      SOCKET.writeOnly("SO_ATTACH_REUSEPORT_CBPF", 51, PacketCodecs.FILTER);

  /** As {@link #ATTACH_CHOICE}, a program that bpf(2) loaded, by its descriptor. */
  public static final KernelOption<Integer> ATTACH_LOADED_CHOICE =
      SOCKET.writeOnly("SO_ATTACH_REUSEPORT_EBPF", 52, INT);

  /** Takes either away, whatever the value; {@code ENOENT} if there is none. */
  public static final KernelOption<Boolean> DETACH_CHOICE =
      SOCKET.writeOnly("SO_DETACH_REUSEPORT_BPF", 68, FLAG);

  static final List<KernelOption<?>> ALL = SOCKET.all();

  private FilterOptions() {}
}
