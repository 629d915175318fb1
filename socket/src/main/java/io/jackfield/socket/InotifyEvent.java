package io.jackfield.socket;

import java.nio.file.Path;
import java.util.Set;

/** What {@link Inotify} tells. Source: inotify(7). */
public sealed interface InotifyEvent {
  /**
   * Something happened to a watched file, or to one in a watched folder.
   *
   * @param watch by which it was seen
   * @param path of the file: what is watched, or a file in it
   * @param changes what happened; as a rule one
   * @param directory whether the file is a folder
   * @param cookie the same for the two halves of one renaming; otherwise 0
   */
  record Changed(
      Inotify.Watch watch, Path path, Set<FileChange> changes, boolean directory, int cookie)
      implements InotifyEvent {}

  /** A watch has ended: it was removed, its file is gone, or the file system was unmounted. */
  record WatchEnded(Inotify.Watch watch) implements InotifyEvent {}

  /**
   * Events were lost: more waited to be read than {@code fs.inotify.max_queued_events} allows. Look
   * at what is watched anew.
   */
  record Overflowed() implements InotifyEvent {}
}
