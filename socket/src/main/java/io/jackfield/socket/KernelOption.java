package io.jackfield.socket;

import java.net.SocketOption;

/**
 * A socket option as the kernel knows it. The constants are in {@link SocketOptions}.
 *
 * @param name as in C: {@code SO_RCVBUF}
 * @param type of the value
 * @param level {@code SOL_SOCKET}, {@code IPPROTO_TCP}, …
 * @param number the option's number on that level
 */
public record KernelOption<T>(String name, Class<T> type, int level, int number)
    implements SocketOption<T> {

  @Override
  public String toString() {
    return name;
  }
}
