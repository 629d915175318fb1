package io.jackfield.socket;

import io.jackfield.socket.KernelOption.Access;
import java.util.ArrayList;
import java.util.List;

/**
 * A level of options, and the list of those defined on it. One belongs to the class that defines
 * the options, and changes only while that class is initialized, by one thread.
 */
final class OptionLevel {
  private final int number;
  private final List<KernelOption<?>> options = new ArrayList<>();

  private OptionLevel(int number) {
    this.number = number;
  }

  static OptionLevel of(int number) {
    return new OptionLevel(number);
  }

  /** An option that can be set and read. */
  <T> KernelOption<T> option(String name, int number, OptionCodec<T> codec) {
    return add(name, number, codec, Access.READ_AND_WRITE);
  }

  /** An option that can be read only. */
  <T> KernelOption<T> readOnly(String name, int number, OptionCodec<T> codec) {
    return add(name, number, codec, Access.READ);
  }

  /** An option that can be set only. */
  <T> KernelOption<T> writeOnly(String name, int number, OptionCodec<T> codec) {
    return add(name, number, codec, Access.WRITE);
  }

  private <T> KernelOption<T> add(
      String name, int number, OptionCodec<T> codec, KernelOption.Access access) {
    var option = new KernelOption<>(name, this.number, number, codec, access);
    options.add(option);
    return option;
  }

  /** Those defined so far, in their order. */
  List<KernelOption<?>> all() {
    return List.copyOf(options);
  }
}
