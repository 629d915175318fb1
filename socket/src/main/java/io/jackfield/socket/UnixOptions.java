package io.jackfield.socket;

import static io.jackfield.socket.BasicCodecs.FLAG;

import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.option.PeerCredentials;
import io.jackfield.socket.option.PeerGroups;
import java.util.List;

/**
 * The options about who is at the other end, level {@code SOL_SOCKET}: those of Unix sockets, of
 * which netlink sockets have some too. Source: unix(7), socket(7), {@code asm-generic/socket.h}.
 */
public final class UnixOptions {
  /** Security labels have at most this many bytes here; the kernel names no limit. */
  private static final int LABEL_BYTES = 4_096;

  private static final OptionLevel SOCKET = OptionLevel.of(Abi.SOL_SOCKET);

  /** Tells with each message who sent it: {@code SCM_CREDENTIALS}. */
  public static final KernelOption<Boolean> REPORT_CREDENTIALS =
      SOCKET.option("SO_PASSCRED", 16, FLAG);

  /** Who the peer was when it connected or listened. */
  public static final KernelOption<PeerCredentials> PEER_CREDENTIALS =
      SOCKET.readOnly("SO_PEERCRED", 17, UnixCodecs.CREDENTIALS);

  /** The peer's label, under a security module that has some. */
  public static final KernelOption<String> PEER_SECURITY =
      SOCKET.readOnly("SO_PEERSEC", 31, BasicCodecs.text(LABEL_BYTES));

  /** Tells with each message the label of who sent it: {@code SCM_SECURITY}. */
  public static final KernelOption<Boolean> REPORT_SECURITY = SOCKET.option("SO_PASSSEC", 34, FLAG);

  /** The peer's supplementary groups; 16,384 at most. */
  public static final KernelOption<PeerGroups> PEER_GROUPS =
      SOCKET.readOnly("SO_PEERGROUPS", 59, UnixCodecs.GROUPS);

  /** Tells with each message a descriptor of the process that sent it (Linux 6.5). */
  public static final KernelOption<Boolean> REPORT_PROCESS =
      SOCKET.option("SO_PASSPIDFD", 76, FLAG);

  /** A new descriptor of the peer's process, the caller's to close (Linux 6.5). */
  public static final KernelOption<PassedDescriptor> PEER_PROCESS =
      SOCKET.readOnly("SO_PEERPIDFD", 77, UnixCodecs.DESCRIPTOR);

  /** Takes descriptors that are sent to it, as is the default (Linux 6.16). */
  public static final KernelOption<Boolean> TAKE_DESCRIPTORS =
      SOCKET.option("SO_PASSRIGHTS", 83, FLAG);

  /** Tells with each receive how many bytes are left (Linux 6.17). */
  public static final KernelOption<Boolean> REPORT_QUEUED = SOCKET.writeOnly("SO_INQ", 84, FLAG);

  static final List<KernelOption<?>> ALL = SOCKET.all();

  private UnixOptions() {}
}
