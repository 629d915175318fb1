package io.jackfield.socket.linux;

import java.util.Locale;

/**
 * The numbers of the kernel's binary interface that are used here, for x86-64 ({@code
 * asm/unistd_64.h}) and aarch64 ({@code asm-generic/unistd.h}). Names are the kernel's own.
 */
public final class Abi {
  private static final String SYSTEM = System.getProperty("os.name", "");
  private static final String MACHINE = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
  private static final boolean X86_64 = MACHINE.equals("amd64") || MACHINE.equals("x86_64");
  private static final boolean AARCH64 = MACHINE.equals("aarch64");

  static final int NR_CLOSE = X86_64 ? 3 : 57;
  static final int NR_READ = X86_64 ? 0 : 63;
  static final int NR_WRITE = X86_64 ? 1 : 64;
  static final int NR_IOCTL = X86_64 ? 16 : 29;
  static final int NR_PPOLL = X86_64 ? 271 : 73;
  static final int NR_EPOLL_CREATE1 = X86_64 ? 291 : 20;
  static final int NR_EPOLL_CTL = X86_64 ? 233 : 21;
  static final int NR_EPOLL_PWAIT = X86_64 ? 281 : 22;
  static final int NR_EVENTFD2 = X86_64 ? 290 : 19;
  static final int NR_SOCKET = X86_64 ? 41 : 198;
  static final int NR_BIND = X86_64 ? 49 : 200;
  static final int NR_LISTEN = X86_64 ? 50 : 201;
  static final int NR_ACCEPT4 = X86_64 ? 288 : 242;
  static final int NR_CONNECT = X86_64 ? 42 : 203;
  static final int NR_GETSOCKNAME = X86_64 ? 51 : 204;
  static final int NR_GETPEERNAME = X86_64 ? 52 : 205;
  static final int NR_SENDTO = X86_64 ? 44 : 206;
  static final int NR_RECVFROM = X86_64 ? 45 : 207;
  static final int NR_SETSOCKOPT = X86_64 ? 54 : 208;
  static final int NR_GETSOCKOPT = X86_64 ? 55 : 209;
  static final int NR_SHUTDOWN = X86_64 ? 48 : 210;
  static final int NR_SOCKETPAIR = X86_64 ? 53 : 199;
  static final int NR_SENDMSG = X86_64 ? 46 : 211;
  static final int NR_RECVMSG = X86_64 ? 47 : 212;
  static final int NR_FCNTL = X86_64 ? 72 : 25;
  static final int NR_PSELECT6 = X86_64 ? 270 : 72;
  static final int NR_EPOLL_PWAIT2 = 441;
  static final int NR_PRLIMIT64 = X86_64 ? 302 : 261;
  static final int NR_PIPE2 = X86_64 ? 293 : 59;
  static final int NR_TIMERFD_CREATE = X86_64 ? 283 : 85;
  static final int NR_TIMERFD_SETTIME = X86_64 ? 286 : 86;
  static final int NR_TIMERFD_GETTIME = X86_64 ? 287 : 87;
  static final int NR_SIGNALFD4 = X86_64 ? 289 : 74;
  static final int NR_RT_SIGPROCMASK = X86_64 ? 14 : 135;
  static final int NR_INOTIFY_INIT1 = X86_64 ? 294 : 26;
  static final int NR_INOTIFY_ADD_WATCH = X86_64 ? 254 : 27;
  static final int NR_INOTIFY_RM_WATCH = X86_64 ? 255 : 28;
  static final int NR_SENDMMSG = X86_64 ? 307 : 269;
  static final int NR_RECVMMSG = X86_64 ? 299 : 243;
  static final int NR_SENDFILE = X86_64 ? 40 : 71;
  static final int NR_SPLICE = X86_64 ? 275 : 76;
  static final int NR_LSEEK = X86_64 ? 8 : 62;
  static final int NR_PREAD64 = X86_64 ? 17 : 67;
  static final int NR_PWRITEV2 = X86_64 ? 328 : 287;
  static final int NR_OPENAT = X86_64 ? 257 : 56;
  static final int NR_KILL = X86_64 ? 62 : 129;
  static final int NR_MMAP = X86_64 ? 9 : 222;
  static final int NR_MUNMAP = X86_64 ? 11 : 215;
  static final int NR_IO_URING_SETUP = 425;
  static final int NR_IO_URING_ENTER = 426;
  static final int NR_IO_URING_REGISTER = 427;

  // sys/socket.h
  public static final int AF_UNIX = 1;
  public static final int AF_INET = 2;
  public static final int AF_INET6 = 10;
  public static final int AF_NETLINK = 16;
  public static final int AF_PACKET = 17;
  public static final int AF_VSOCK = 40;
  public static final int SOCK_STREAM = 1;
  public static final int SOCK_DGRAM = 2;
  public static final int SOCK_RAW = 3;
  public static final int SOCK_RDM = 4;
  public static final int SOCK_SEQPACKET = 5;
  static final int SOCK_CLOEXEC = 0x80000;
  static final int SOCK_NONBLOCK = 0x800;
  public static final int MSG_OOB = 0x1;
  public static final int MSG_PEEK = 0x2;
  public static final int MSG_DONTROUTE = 0x4;
  public static final int MSG_CTRUNC = 0x8;
  public static final int MSG_TRUNC = 0x20;
  public static final int MSG_DONTWAIT = 0x40;
  public static final int MSG_EOR = 0x80;
  public static final int MSG_WAITALL = 0x100;
  public static final int MSG_CONFIRM = 0x800;
  public static final int MSG_ERRQUEUE = 0x2000;
  public static final int MSG_NOSIGNAL = 0x4000;
  public static final int MSG_MORE = 0x8000;
  public static final int MSG_FASTOPEN = 0x20000000;
  static final int MSG_CMSG_CLOEXEC = 0x40000000;
  public static final int SHUT_RD = 0;
  public static final int SHUT_WR = 1;
  public static final int SHUT_RDWR = 2;

  // Levels, and the options that calls use; io.jackfield.socket.KernelOption has them all.
  public static final int SOL_SOCKET = 1;
  public static final int IPPROTO_TCP = 6;
  public static final int IPPROTO_IPV6 = 41;
  static final int RLIMIT_NOFILE = 7;

  public static final int SO_TYPE = 3;
  public static final int SO_DOMAIN = 39;
  public static final int SO_ERROR = 4;
  public static final int SO_LINGER = 13;

  // Ancillary data: linux/socket.h, linux/in.h, linux/in6.h, linux/udp.h
  public static final int SCM_RIGHTS = 1;
  public static final int SCM_CREDENTIALS = 2;
  static final int SO_PEERNAME = 28;
  public static final int SO_TIMESTAMP = 29;
  public static final int SO_TIMESTAMPNS = 35;
  public static final int SO_TIMESTAMPING = 37;
  public static final int SO_RXQ_OVFL = 40;
  public static final int IPPROTO_IP = 0;
  public static final int IP_TOS = 1;
  public static final int IP_TTL = 2;
  public static final int IP_PKTINFO = 8;
  public static final int IP_RECVERR = 11;
  public static final int IPV6_RECVERR = 25;
  public static final int IPV6_PKTINFO = 50;
  public static final int IPV6_HOPLIMIT = 52;
  public static final int IPV6_TCLASS = 67;
  public static final int SOL_UDP = 17;
  public static final int UDP_SEGMENT = 103;
  public static final int UDP_GRO = 104;

  // poll.h and sys/epoll.h share these values
  public static final int READABLE = 0x1;
  public static final int PRIORITY = 0x2;
  public static final int WRITABLE = 0x4;
  public static final int ERROR = 0x8;
  public static final int HANG_UP = 0x10;
  static final int NOT_OPEN = 0x20;
  public static final int PEER_CLOSED = 0x2000;
  public static final int EPOLLEXCLUSIVE = 1 << 28;
  public static final int EPOLLONESHOT = 1 << 30;
  public static final int EPOLLET = 1 << 31;
  static final int EPOLL_CTL_ADD = 1;
  static final int EPOLL_CTL_DEL = 2;
  static final int EPOLL_CTL_MOD = 3;
  static final int EPOLL_CLOEXEC = 0x80000;

  /** {@code struct epoll_event} is packed on x86-64 only: 32 bits of events, 64 of data. */
  static final int EPOLL_EVENT_BYTES = X86_64 ? 12 : 16;

  static final int EPOLL_DATA_OFFSET = X86_64 ? 4 : 8;

  // fcntl.h
  static final int F_DUPFD_CLOEXEC = 1030;
  static final int F_SETFD = 2;
  static final int F_GETFL = 3;
  static final int F_SETFL = 4;
  static final int F_SETPIPE_SZ = 1031;
  static final int F_GETPIPE_SZ = 1032;
  static final int FD_CLOEXEC = 1;
  static final int O_NONBLOCK = 0x800;
  static final int O_RDONLY = 0;
  static final int O_WRONLY = 1;
  static final int O_RDWR = 2;
  static final int O_CREAT = 0x40;
  static final int O_NOCTTY = 0x100;
  static final int O_TRUNC = 0x200;
  static final int O_APPEND = 0x400;
  static final int SPLICE_F_NONBLOCK = 2;
  static final int O_CLOEXEC = 0x80000;
  static final int AT_FDCWD = -100;

  // sys/mman.h
  static final int PROT_READ = 1;
  static final int PROT_WRITE = 2;
  static final int MAP_SHARED = 1;
  static final int MAP_POPULATE = 0x8000;

  // sys/eventfd.h, sys/timerfd.h, sys/signalfd.h, sys/inotify.h: flags share O_CLOEXEC, O_NONBLOCK
  static final int EFD_CLOEXEC = 0x80000;
  static final int EFD_NONBLOCK = 0x800;
  static final int EFD_SEMAPHORE = 1;
  static final int CLOCK_MONOTONIC = 1;
  static final int SIG_BLOCK = 0;
  public static final int IN_ACCESS = 0x1;
  public static final int IN_MODIFY = 0x2;
  public static final int IN_ATTRIB = 0x4;
  public static final int IN_CLOSE_WRITE = 0x8;
  public static final int IN_CLOSE_NOWRITE = 0x10;
  public static final int IN_OPEN = 0x20;
  public static final int IN_MOVED_FROM = 0x40;
  public static final int IN_MOVED_TO = 0x80;
  public static final int IN_CREATE = 0x100;
  public static final int IN_DELETE = 0x200;
  public static final int IN_DELETE_SELF = 0x400;
  public static final int IN_MOVE_SELF = 0x800;
  public static final int IN_UNMOUNT = 0x2000;
  public static final int IN_Q_OVERFLOW = 0x4000;
  public static final int IN_IGNORED = 0x8000;
  public static final int IN_ISDIR = 0x40000000;

  static final int FIONREAD = 0x541B;
  static final int TCGETS = 0x5401;
  static final int TIOCGWINSZ = 0x5413;
  static final int TIOCSWINSZ = 0x5414;
  static final int TIOCSPTLCK = 0x40045431;
  static final int TIOCGPTN = 0x80045430;

  // signal.h
  static final int SIGHUP = 1;
  static final int SIGINT = 2;
  static final int SIGQUIT = 3;
  static final int SIGKILL = 9;
  static final int SIGUSR1 = 10;
  static final int SIGUSR2 = 12;
  static final int SIGALRM = 14;
  static final int SIGTERM = 15;
  static final int SIGCONT = 18;
  static final int SIGSTOP = 19;
  static final int SIGTSTP = 20;
  static final int SIGWINCH = 28;

  // The errnos that steer a loop; io.jackfield.socket.Errno names them all.
  public static final int EPERM = 1;
  public static final int ENOENT = 2;
  public static final int EINTR = 4;
  public static final int EIO = 5;
  public static final int EBADF = 9;
  public static final int EAGAIN = 11;
  public static final int ENOTDIR = 20;
  public static final int EINVAL = 22;
  public static final int ENOSYS = 38;
  public static final int EISCONN = 106;
  public static final int EALREADY = 114;
  public static final int EINPROGRESS = 115;
  public static final int ENOMEM = 12;
  public static final int ENFILE = 23;
  public static final int EMFILE = 24;
  public static final int EPIPE = 32;
  public static final int ECONNABORTED = 103;
  public static final int ECONNRESET = 104;
  public static final int EMSGSIZE = 90;
  public static final int EOPNOTSUPP = 95;
  public static final int ENOBUFS = 105;
  public static final int ENOTCONN = 107;
  public static final int ECONNREFUSED = 111;
  public static final int ECANCELED = 125;
  public static final int ETIME = 62;
  static final int EBUSY = 16;

  private Abi() {}

  /**
   * Returns nothing where these numbers hold.
   *
   * @throws UnsupportedOperationException elsewhere, saying what is needed and what was found
   */
  public static void requireSupported() {
    if (!SYSTEM.equals("Linux") || !(X86_64 || AARCH64)) {
      throw new UnsupportedOperationException(
          "Jackfield's sockets need Linux on x86-64 or aarch64; this is "
              + SYSTEM
              + " on "
              + MACHINE);
    }
  }
}
