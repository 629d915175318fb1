package io.jackfield.reactor.driver;

import io.jackfield.socket.CallFailure;
import io.jackfield.socket.Errno;
import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.linux.Epoll;
import io.jackfield.socket.linux.ParkingEpoll;
import io.jackfield.socket.linux.Poll;
import io.jackfield.socket.linux.Select;
import java.io.IOException;
import java.util.List;

/** Opens the drivers on this machine's sockets. */
public final class Drivers {

  private static final List<String> NAMES = List.of("io_uring", "epoll", "poll", "select", "nio");

  private Drivers() {}

  /** What {@link #named} knows, the best first. */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * The best driver that works here: {@code io_uring}, or else {@code epoll}. It is {@code nio}
   * where no system call can be made: on a system other than Linux, or a processor other than
   * x86-64 and aarch64; and where the JVM refuses native access, as one does that was started with
   * {@code --illegal-native-access=deny} and without {@code --enable-native-access} for this.
   * {@link Driver#name} says which it is, and the log of this class, at {@code DEBUG}, why it is
   * not the first.
   */
  public static Driver best() throws IOException {
    try {
      return ioUring();
    } catch (IOException e) {
      System.getLogger(Drivers.class.getName())
          .log(System.Logger.Level.DEBUG, "io_uring cannot be had, epoll is used", e);
      return epoll();
    } catch (UnsupportedOperationException | LinkageError e) {
      // Refused, the class that makes the calls cannot be initialized: each use says so.
      System.getLogger(Drivers.class.getName())
          .log(System.Logger.Level.DEBUG, "no system call can be made, nio is used", e);
      return nio();
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
      case "nio" -> nio();
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
    return ReadinessDriver.ofLoop("epoll", new Epoll(epollDescriptor()));
  }

  private static int epollDescriptor() throws IOException {
    Abi.requireSupported();
    int number = Epoll.create();
    if (number < 0) {
      throw new CallFailure("epoll_create1", new Errno(-number), null, null).exception();
    }
    return number;
  }

  /**
   * The driver for a thread that waits for one connection, and is perhaps virtual: it parks then,
   * as with a {@link io.jackfield.socket.Socket}, where other drivers would hold its carrier. It is
   * on epoll(7) too, but small: one descriptor, no memory before the first byte. Such a loop is
   * turned by {@link io.jackfield.reactor.Reactor#turn}.
   *
   * @throws io.jackfield.socket.TooManyOpenFilesException if no descriptor is left
   * @throws UnsupportedOperationException on a system other than Linux
   */
  public static Driver parking() throws IOException {
    return new ReadinessDriver("parking", new ParkingEpoll(epollDescriptor()));
  }

  /** The driver on {@code poll(2)}: a wait costs what is open. Throws as above. */
  public static Driver poll() throws IOException {
    Abi.requireSupported();
    return ReadinessDriver.ofLoop("poll", new Poll());
  }

  /**
   * The driver on {@code select(2)}: for descriptors below 1,024 ({@code FD_SETSIZE}). What would
   * have a higher one cannot be opened, and a connection that is accepted with one is closed, each
   * time with a {@link io.jackfield.socket.SelectLimitException}. Throws as above.
   *
   * @throws io.jackfield.socket.SelectLimitException if the process has all lower numbers in use
   */
  public static Driver select() throws IOException {
    Abi.requireSupported();
    return ReadinessDriver.ofLoop("select", new Select());
  }

  /**
   * The driver on the JDK's channels ({@code java.nio.channels}): the portable one, which makes no
   * system call of its own. TCP, UDP with multicast, and Unix streams by path; a wait is of whole
   * milliseconds. Where the JDK knows less than the kernel:
   *
   * <ul>
   *   <li>The queue of a Unix listener is as long as the system has it, and it listens once bound.
   *   <li>A datagram socket that is connected can send to its peer only ({@code EISCONN}), and no
   *       empty datagram ({@code EOPNOTSUPP}).
   *   <li>Options are those that the JDK has; an IPv6 socket takes IPv4 too.
   *   <li>An error that the JDK tells only in the words of a language it does not know here, is
   *       {@code EIO}.
   * </ul>
   *
   * @throws io.jackfield.socket.TooManyOpenFilesException if there are no descriptors for it
   */
  public static Driver nio() throws IOException {
    return NioDriver.open();
  }
}
