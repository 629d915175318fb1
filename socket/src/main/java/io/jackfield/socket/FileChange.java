package io.jackfield.socket;

import io.jackfield.socket.linux.Abi;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What can happen to a file that {@link Inotify} watches. Source: inotify(7). */
public enum FileChange {
  /** It was read: {@code IN_ACCESS}. */
  READ(Abi.IN_ACCESS),
  /** It was written to or truncated: {@code IN_MODIFY}. */
  MODIFIED(Abi.IN_MODIFY),
  /** Its mode, owner, times or number of links changed: {@code IN_ATTRIB}. */
  ATTRIBUTES(Abi.IN_ATTRIB),
  /** It was closed by one who could write to it: {@code IN_CLOSE_WRITE}. */
  CLOSED_AFTER_WRITING(Abi.IN_CLOSE_WRITE),
  /** It was closed by one who could not: {@code IN_CLOSE_NOWRITE}. */
  CLOSED_AFTER_READING(Abi.IN_CLOSE_NOWRITE),
  /** It was opened: {@code IN_OPEN}. */
  OPENED(Abi.IN_OPEN),
  /** It left the watched folder, or its old name: {@code IN_MOVED_FROM}. */
  MOVED_FROM(Abi.IN_MOVED_FROM),
  /** It came into the watched folder, or got its new name: {@code IN_MOVED_TO}. */
  MOVED_TO(Abi.IN_MOVED_TO),
  /** It was made in the watched folder: {@code IN_CREATE}. */
  CREATED(Abi.IN_CREATE),
  /** It was deleted from the watched folder: {@code IN_DELETE}. */
  DELETED(Abi.IN_DELETE),
  /** The watched file itself was deleted: {@code IN_DELETE_SELF}. */
  ITSELF_DELETED(Abi.IN_DELETE_SELF),
  /** The watched file itself was moved: {@code IN_MOVE_SELF}. */
  ITSELF_MOVED(Abi.IN_MOVE_SELF),
  /** Its file system was unmounted, asked for or not: {@code IN_UNMOUNT}. */
  UNMOUNTED(Abi.IN_UNMOUNT);

  private final int bit;

  FileChange(int bit) {
    this.bit = bit;
  }

  static int bits(FileChange... changes) {
    return Arrays.stream(changes).mapToInt(change -> change.bit).reduce(0, (a, b) -> a | b);
  }

  static Set<FileChange> of(int bits) {
    var changes = EnumSet.noneOf(FileChange.class);
    for (FileChange change : values()) {
      if ((bits & change.bit) != 0) {
        changes.add(change);
      }
    }
    return Collections.unmodifiableSet(changes);
  }
}
