package io.jackfield.socket.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.invoke.VarHandle;

/**
 * Memory by its address, without a check of any kind: for what is shared with the kernel. All
 * addresses are aligned. An acquire sees what the kernel wrote before its release, and the other
 * way round.
 */
final class NativeMemory {
  private static final VarHandle INT = JAVA_INT.varHandle();
  private static final VarHandle SHORT = JAVA_SHORT.varHandle();

  private NativeMemory() {}

  static byte getByte(long address) {
    return Syscall.EVERYWHERE.get(JAVA_BYTE, address);
  }

  static int getInt(long address) {
    return Syscall.EVERYWHERE.get(JAVA_INT, address);
  }

  static long getLong(long address) {
    return Syscall.EVERYWHERE.get(JAVA_LONG, address);
  }

  static void putByte(long address, int value) {
    Syscall.EVERYWHERE.set(JAVA_BYTE, address, (byte) value);
  }

  static void putShort(long address, int value) {
    Syscall.EVERYWHERE.set(JAVA_SHORT, address, (short) value);
  }

  static void putInt(long address, int value) {
    Syscall.EVERYWHERE.set(JAVA_INT, address, value);
  }

  static void putLong(long address, long value) {
    Syscall.EVERYWHERE.set(JAVA_LONG, address, value);
  }

  static int getIntAcquire(long address) {
    return (int) INT.getAcquire(Syscall.EVERYWHERE, address);
  }

  static void putIntRelease(long address, int value) {
    INT.setRelease(Syscall.EVERYWHERE, address, value);
  }

  static void putShortRelease(long address, int value) {
    SHORT.setRelease(Syscall.EVERYWHERE, address, (short) value);
  }
}
