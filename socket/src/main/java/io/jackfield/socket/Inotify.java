package io.jackfield.socket;

import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.linux.InotifyCalls;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells of changes to files and folders. It waits, and is woken, as a {@link Socket} is. A folder's
 * watch tells of the files in it, not of those in its sub-folders; nothing is told of what another
 * machine does on a network file system. Source: inotify(7).
 */
public final class Inotify extends DescriptorChannel {
  /**
   * One watched file or folder.
   *
   * @param number the kernel's, not used again for a long time
   * @param path as it was given
   */
  public record Watch(int number, Path path) {}

  /** Guarded by itself, together with the call that makes a watch: an event finds its watch. */
  private final Map<Integer, Watch> watches = new HashMap<>();

  private Inotify(int number) {
    super(number);
  }

  /**
   * Opens one, without watches.
   *
   * @throws TooManyOpenFilesException if no descriptor is left, or the user has as many of these as
   *     {@code fs.inotify.max_user_instances} allows
   */
  public static Inotify open() throws IOException {
    Abi.requireSupported();
    return new Inotify(opened("inotify_init1", InotifyCalls.open()));
  }

  /** As {@link Socket#timeout(Duration)}. */
  public Inotify timeout(Duration timeout) {
    waitAtMost(timeout, Socket.NEVER);
    return this;
  }

  /**
   * Has changes told from now on. A file that is watched already, by whatever path, keeps its
   * number, and {@code changes} replace the earlier ones.
   *
   * @throws IllegalArgumentException if no change is asked for
   * @throws NoSuchFileException if there is no such file
   * @throws AccessDeniedException if the user may not read it
   * @throws IOException if the kernel refuses it otherwise: {@code ENOSPC} for more watches than
   *     {@code fs.inotify.max_user_watches} allows
   */
  public Watch watch(Path path, FileChange... changes) throws IOException {
    int mask = FileChange.bits(changes);
    if (mask == 0) {
      throw new IllegalArgumentException("no change to watch for");
    }
    enter();
    try {
      synchronized (watches) {
        int number = InotifyCalls.watch(descriptor.number(), path, mask);
        if (number < 0) {
          throw refused(number, path.toString());
        }
        var watch = new Watch(number, path);
        watches.put(number, watch);
        return watch;
      }
    } finally {
      descriptor.leave();
    }
  }

  private static IOException refused(int result, String path) {
    String call = "inotify_add_watch";
    String reason = new CallFailure(call, new Errno(-result), null, null).message();
    return switch (-result) {
      case Abi.ENOENT -> new NoSuchFileException(path, null, reason);
      case Abi.ENOTDIR -> new NotDirectoryException(path);
      case Errno.EACCES -> new AccessDeniedException(path, null, reason);
      default -> Failures.of(call, result, null, null);
    };
  }

  /**
   * Watches it no longer; {@link InotifyEvent.WatchEnded} follows what was seen before.
   *
   * @return false if it had ended already
   */
  public boolean unwatch(Watch watch) throws IOException {
    enter();
    try {
      int result = InotifyCalls.unwatch(descriptor.number(), watch.number());
      return result != -Abi.EINVAL && check("inotify_rm_watch", result) >= 0;
    } finally {
      descriptor.leave();
    }
  }

  /**
   * Waits for changes and takes all there are, up to some hundred.
   *
   * @return in order; empty only where the call must not wait
   */
  public List<InotifyEvent> take() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(InotifyCalls.READ_BYTES);
    readBytes(bytes);
    var events = new ArrayList<InotifyEvent>();
    synchronized (watches) {
      for (InotifyCalls.Event event : InotifyCalls.parse(bytes.flip())) {
        InotifyEvent told = told(event);
        if (told != null) {
          events.add(told);
        }
      }
    }
    return List.copyOf(events);
  }

  /** Null for the last words of a watch that has been said to have ended. */
  private @Nullable InotifyEvent told(InotifyCalls.Event event) {
    if ((event.mask() & Abi.IN_Q_OVERFLOW) != 0) {
      return new InotifyEvent.Overflowed();
    }
    Watch watch = watches.get(event.watch());
    if (watch == null) {
      return null;
    }
    if ((event.mask() & Abi.IN_IGNORED) != 0) {
      watches.remove(event.watch());
      return new InotifyEvent.WatchEnded(watch);
    }
    Path path = event.name().isEmpty() ? watch.path() : watch.path().resolve(event.name());
    boolean directory = (event.mask() & Abi.IN_ISDIR) != 0;
    return new InotifyEvent.Changed(
        watch, path, FileChange.of(event.mask()), directory, event.cookie());
  }
}
