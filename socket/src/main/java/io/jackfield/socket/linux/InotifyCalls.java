package io.jackfield.socket.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code inotify(7)}. As {@link SocketCalls}: never waiting, a result of 0 or more or a negated
 * errno.
 */
public final class InotifyCalls {
  /** Room for one event with the longest name, NAME_MAX, and for many shorter ones. */
  public static final int READ_BYTES = 16_384;

  /**
   * {@code struct inotify_event}.
   *
   * @param watch which watch, -1 for none
   * @param mask {@code IN_} bits
   * @param cookie joins the two halves of a rename; 0 for none
   * @param name of the file inside the watched folder; empty where it is the watched one itself
   */
  public record Event(int watch, int mask, int cookie, String name) {}

  private InotifyCalls() {}

  /** {@code inotify_init1(2)}; returns the new descriptor. */
  public static int open() {
    Scratch scratch = Scratch.take();
    try {
      // IN_CLOEXEC and IN_NONBLOCK are O_CLOEXEC and O_NONBLOCK.
      int flags = Abi.O_CLOEXEC | Abi.O_NONBLOCK;
      return (int) scratch.call(Abi.NR_INOTIFY_INIT1, flags, 0, 0, 0, 0);
    } finally {
      scratch.giveBack();
    }
  }

  /** {@code inotify_add_watch(2)}; returns the watch's number, the old one of a watched file. */
  public static int watch(int fd, Path path, int mask) {
    byte[] bytes = UnixSockaddr.bytes(path);
    Scratch scratch = Scratch.take();
    try {
      // Longer than PATH_MAX: the kernel refuses it anyway, and says so.
      int length = Math.min(bytes.length, Scratch.DATA_BYTES - 1);
      MemorySegment text = scratch.data();
      MemorySegment.copy(bytes, 0, text, JAVA_BYTE, 0, length);
      text.set(JAVA_BYTE, length, (byte) 0);
      return (int) scratch.call(Abi.NR_INOTIFY_ADD_WATCH, fd, text.address(), mask, 0, 0);
    } finally {
      scratch.giveBack();
    }
  }

  /** {@code inotify_rm_watch(2)}; an {@code IN_IGNORED} event follows. */
  public static int unwatch(int fd, int watch) {
    Scratch scratch = Scratch.take();
    try {
      return (int) scratch.call(Abi.NR_INOTIFY_RM_WATCH, fd, watch, 0, 0, 0);
    } finally {
      scratch.giveBack();
    }
  }

  /** The events of what one {@code read(2)} gave: position to limit. */
  public static List<Event> parse(ByteBuffer read) {
    ByteBuffer bytes = read.order(ByteOrder.nativeOrder());
    var events = new ArrayList<Event>();
    while (bytes.hasRemaining()) {
      int watch = bytes.getInt();
      int mask = bytes.getInt();
      int cookie = bytes.getInt();
      var name = new byte[bytes.getInt()];
      bytes.get(name);
      events.add(new Event(watch, mask, cookie, text(name)));
    }
    return events;
  }

  /** Padded with NULs. */
  private static String text(byte[] name) {
    int length = 0;
    while (length < name.length && name[length] != 0) {
      length++;
    }
    return new String(name, 0, length, UnixSockaddr.PATHS);
  }
}
