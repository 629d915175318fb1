package io.jackfield.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.util.List;

/**
 * One option's test: what it does, and how that is seen.
 *
 * @param does a sentence without its subject
 */
record OptionRow(KernelOption<?> option, String does, Check check) {
  /** Sets and reads, or observes the effect; an assertion or an aborted test says how it went. */
  @FunctionalInterface
  interface Check {
    void run() throws Exception;
  }

  /** Sockets to try options on. */
  enum On {
    TCP4(StandardProtocolFamily.INET, SocketType.STREAM, 0),
    TCP6(StandardProtocolFamily.INET6, SocketType.STREAM, 0),
    UDP4(StandardProtocolFamily.INET, SocketType.DATAGRAM, 0),
    UDP6(StandardProtocolFamily.INET6, SocketType.DATAGRAM, 0),
    UNIX(StandardProtocolFamily.UNIX, SocketType.STREAM, 0),
    RAW4(StandardProtocolFamily.INET, SocketType.RAW, EXPERIMENT),
    RAW6(StandardProtocolFamily.INET6, SocketType.RAW, EXPERIMENT);

    private final StandardProtocolFamily family;
    private final SocketType type;
    private final int protocol;

    On(StandardProtocolFamily family, SocketType type, int protocol) {
      this.family = family;
      this.type = type;
      this.protocol = protocol;
    }

    Socket open() throws IOException {
      if (type == SocketType.RAW) {
        Capability.CAP_NET_RAW.assume();
      }
      return Socket.open(family, type, protocol);
    }
  }

  /** A protocol that nobody speaks: RFC 3692. */
  static final int EXPERIMENT = 253;

  static OptionRow row(KernelOption<?> option, String does, Check check) {
    return new OptionRow(option, does, check);
  }

  /** A flag that can be set, read, taken back and read. */
  static OptionRow flag(KernelOption<Boolean> option, On on, Capability... needed) {
    return readsBack(option, on, needed, true, false);
  }

  /** An option that reads as each of {@code values} after being set to it. */
  @SafeVarargs
  @SuppressWarnings("varargs") // The array goes into a list and nowhere else.
  static <T> OptionRow readsBack(KernelOption<T> option, On on, T... values) {
    return readsBack(option, on, new Capability[0], List.of(values));
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // The array goes into a list and nowhere else.
  static <T> OptionRow readsBack(KernelOption<T> option, On on, Capability[] needed, T... values) {
    return readsBack(option, on, needed, List.of(values));
  }

  private static <T> OptionRow readsBack(
      KernelOption<T> option, On on, Capability[] needed, List<T> values) {
    return row(
        option,
        "reads as it was set",
        () -> {
          for (Capability one : needed) {
            one.assume();
          }
          try (Socket socket = on.open()) {
            allReadAsSet(socket, option, values);
          }
        });
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // The array goes into a list and nowhere else.
  static <T> void readsAsSet(Socket socket, KernelOption<T> option, T... values)
      throws IOException {
    allReadAsSet(socket, option, List.of(values));
  }

  private static <T> void allReadAsSet(Socket socket, KernelOption<T> option, List<T> values)
      throws IOException {
    for (T value : values) {
      socket.setOption(option, value);
      assertThat(socket.getOption(option)).as(option + " set to " + value).isEqualTo(value);
    }
  }

  /**
   * An option that this kernel refuses, with {@code errno}; on one that has it, it reads as set.
   */
  static <T> OptionRow absentHere(
      KernelOption<T> option, On on, T value, String errno, String reason) {
    return row(
        option,
        "reads as it was set, but where " + reason,
        () -> {
          try (Socket socket = on.open()) {
            try {
              socket.setOption(option, value);
            } catch (KernelException e) {
              refused(e, option, errno, reason);
            }
            assertThat(socket.getOption(option)).isEqualTo(value);
          }
        });
  }

  /** As {@link #absentHere}, for what can only be read. */
  static void refused(KernelException e, KernelOption<?> option, String errno, String reason) {
    assertThat(e).hasMessageContaining(option.name());
    assertThat(e.failure().errno().symbol()).isEqualTo(errno);
    abort(reason);
  }

  @Override
  public String toString() {
    return option + " " + does;
  }
}
