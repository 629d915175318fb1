package io.jackfield.reactor.driver;

import io.jackfield.socket.CallFailure;
import io.jackfield.socket.Errno;
import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.linux.Epoll;
import io.jackfield.socket.linux.Poll;
import io.jackfield.socket.linux.Select;
import java.io.IOException;
import java.util.List;

/** Opens the drivers on this machine's kernel. */
public final class Drivers {
  private static final System.Logger LOG = System.getLogger(Drivers.class.getName());

  private static final List<String> NAMES = List.of("io_uring", "epoll", "poll", "select");

  private Drivers() {}

  /** What {@link #named} knows, the best first. */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * The best driver that works here: {@code io_uring}, or else {@code epoll}; {@link Driver#name}
   * says which it is, and the log of this class, at {@code DEBUG}, why it is not the first.
   */
  public static Driver best() throws IOException {
    try {
      return ioUring();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "io_uring cannot be had, epoll is used", e);
      return epoll();
    }
  }

  /**
   * The driver of that name.
   *
   * @throws IllegalArgumentException if there is none; it lists those that there are
   */
  public static Driver named(String name) throws IOException {
    return switch (name) {
      case "io_uring" -> ioUring();
      case "epoll" -> epoll();
      case "poll" -> poll();
      case "select" -> select();
      default ->
          throw new IllegalArgumentException(
              "there is no driver '" + name + "'; there are: " + String.join(", ", NAMES));
    };
  }

  /**
   * The driver on {@code io_uring(7)}: many operations a system call. Needs Linux 6.1.
   *
   * @throws IOException if the kernel is older, or does not let this process: a container's filter,
   *     {@code kernel.io_uring_disabled}, too little lockable memory
   * @throws UnsupportedOperationException on a system other than Linux
   */
  public static Driver ioUring() throws IOException {
    Abi.requireSupported();
    return UringDriver.open();
  }

  /**
   * The driver on {@code epoll(7)}: a wait costs what is ready, not what is open.
   *
   * @throws io.jackfield.socket.TooManyOpenFilesException if no three descriptors are left
   * @throws UnsupportedOperationException on a system other than Linux
   */
  public static Driver epoll() throws IOException {
    Abi.requireSupported();
    int number = Epoll.create();
    if (number < 0) {
      throw new CallFailure("epoll_create1", new Errno(-number), null, null).exception();
    }
    return new ReadinessDriver("epoll", new Epoll(number));
  }

  /** The driver on {@code poll(2)}: a wait costs what is open. Throws as above. */
  public static Driver poll() throws IOException {
    Abi.requireSupported();
    return new ReadinessDriver("poll", new Poll());
  }

  /**
   * The driver on {@code select(2)}: for descriptors below 1,024; what has a higher one fails with
   * {@code EINVAL} when it is first waited for. Throws as above.
   */
  public static Driver select() throws IOException {
    Abi.requireSupported();
    return new ReadinessDriver("select", new Select());
  }
}
