package io.jackfield.socket;

import io.jackfield.socket.option.KernelNumber;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/** From constants to the kernel's numbers and back. */
final class KernelNumbers {
  private KernelNumbers() {}

  /** The constant of {@code type} with this number; {@code other} if there is none. */
  static <E extends Enum<E> & KernelNumber> E constant(Class<E> type, int number, E other) {
    for (E constant : EnumSet.allOf(type)) {
      if (constant.number() == number) {
        return constant;
      }
    }
    return other;
  }

  /** All the constants' bits in one number. */
  static int bits(Collection<? extends KernelNumber> constants) {
    int bits = 0;
    for (KernelNumber constant : constants) {
      bits |= constant.number();
    }
    return bits;
  }

  /** Those constants of {@code type} whose bits are set; bits without a constant are left out. */
  static <E extends Enum<E> & KernelNumber> Set<E> among(Class<E> type, int bits) {
    Set<E> constants = EnumSet.noneOf(type);
    for (E constant : EnumSet.allOf(type)) {
      if ((bits & constant.number()) != 0) {
        constants.add(constant);
      }
    }
    return constants;
  }
}
