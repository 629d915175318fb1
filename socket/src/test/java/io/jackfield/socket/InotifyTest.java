package io.jackfield.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class InotifyTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void aTakeWaitsForAChangeAndNamesTheFile(Threads threads) throws Exception {
    try (Inotify inotify = Inotify.open()) {
      Inotify.Watch watch = inotify.watch(folder, FileChange.CREATED, FileChange.DELETED);
      var taking = threads.run(inotify::take);
      taking.awaitWaiting(inotify);
      Path file = folder.resolve("grüße");
      Files.createDirectory(file);
      assertThat(taking.result().get(10, TimeUnit.SECONDS))
          .containsExactly(
              new InotifyEvent.Changed(watch, file, Set.of(FileChange.CREATED), true, 0));
      Files.delete(file);
      assertThat(inotify.take())
          .containsExactly(
              new InotifyEvent.Changed(watch, file, Set.of(FileChange.DELETED), true, 0));
      assertThat(inotify.timeout(Duration.ZERO).take()).isEmpty();
    }
  }

  @Test
  void whatWasNotAskedForIsNotTold() throws Exception {
    try (Inotify inotify = Inotify.open()) {
      inotify.timeout(Duration.ZERO).watch(folder, FileChange.DELETED);
      Files.createFile(folder.resolve("new"));
      assertThat(inotify.take()).isEmpty();
    }
  }

  @Test
  void theTwoHalvesOfARenamingBelongTogether() throws Exception {
    Path from = Files.createFile(folder.resolve("from"));
    Path to = folder.resolve("to");
    try (Inotify inotify = Inotify.open()) {
      inotify.watch(folder, FileChange.MOVED_FROM, FileChange.MOVED_TO);
      Files.move(from, to);
      List<InotifyEvent> events = inotify.take();
      assertThat(events).hasSize(2);
      if (events.getFirst() instanceof InotifyEvent.Changed first
          && events.getLast() instanceof InotifyEvent.Changed last) {
        assertThat(first.path()).isEqualTo(from);
        assertThat(first.changes()).containsExactly(FileChange.MOVED_FROM);
        assertThat(last.path()).isEqualTo(to);
        assertThat(last.changes()).containsExactly(FileChange.MOVED_TO);
        assertThat(first.cookie()).isNotZero().isEqualTo(last.cookie());
      } else {
        throw new AssertionError(events);
      }
    }
  }

  @Test
  void aFileItselfIsWatchedThroughItsLife() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    try (Inotify inotify = Inotify.open()) {
      Inotify.Watch watch =
          inotify.watch(
              file,
              FileChange.OPENED,
              FileChange.MODIFIED,
              FileChange.CLOSED_AFTER_WRITING,
              FileChange.ATTRIBUTES,
              FileChange.ITSELF_DELETED);
      Files.writeString(file, "content");
      Files.delete(file);
      List<FileChange> seen = new ArrayList<>();
      boolean ended = false;
      while (!ended) {
        for (InotifyEvent event : inotify.take()) {
          switch (event) {
            case InotifyEvent.Changed changed -> {
              assertThat(changed.path()).isEqualTo(file);
              seen.addAll(changed.changes());
            }
            case InotifyEvent.WatchEnded over -> {
              assertThat(over.watch()).isEqualTo(watch);
              ended = true;
            }
            case InotifyEvent.Overflowed _ -> throw new AssertionError("an overflow");
          }
        }
      }
      assertThat(seen)
          .containsSubsequence(
              FileChange.OPENED,
              FileChange.MODIFIED,
              FileChange.CLOSED_AFTER_WRITING,
              FileChange.ITSELF_DELETED);
      assertThat(inotify.unwatch(watch)).isFalse();
    }
  }

  @Test
  void aRemovedWatchEndsAfterWhatItHasSeen() throws Exception {
    try (Inotify inotify = Inotify.open()) {
      Inotify.Watch watch = inotify.watch(folder, FileChange.CREATED);
      Path file = Files.createFile(folder.resolve("new"));
      assertThat(inotify.unwatch(watch)).isTrue();
      Files.createFile(folder.resolve("unseen"));
      assertThat(inotify.take())
          .containsExactly(
              new InotifyEvent.Changed(watch, file, Set.of(FileChange.CREATED), false, 0),
              new InotifyEvent.WatchEnded(watch));
      assertThat(inotify.unwatch(watch)).isFalse();
    }
  }

  @Test
  void anOverflowIsSaid() throws Exception {
    // By lines: a sysctl has no second read, and Files.readString begins with one byte.
    int limit =
        Integer.parseInt(
            Files.readAllLines(Path.of("/proc/sys/fs/inotify/max_queued_events")).getFirst());
    assumeTrue(limit <= 100_000, "fs.inotify.max_queued_events is " + limit);
    Path file = Files.createFile(folder.resolve("file"));
    try (Inotify inotify = Inotify.open()) {
      inotify.watch(file, FileChange.OPENED, FileChange.CLOSED_AFTER_READING);
      for (int i = 0; i <= limit / 2; i++) {
        Files.newInputStream(file).close();
      }
      inotify.timeout(Duration.ZERO);
      List<InotifyEvent> all = new ArrayList<>();
      List<InotifyEvent> some;
      do {
        some = inotify.take();
        all.addAll(some);
      } while (!some.isEmpty());
      assertThat(all).hasSize(limit + 1);
      assertThat(all.getLast()).isEqualTo(new InotifyEvent.Overflowed());
    }
  }

  @Test
  void whatCannotBeWatchedIsRefusedByName() throws IOException {
    Path missing = folder.resolve("missing");
    try (Inotify inotify = Inotify.open()) {
      assertThatThrownBy(() -> inotify.watch(missing, FileChange.CREATED))
          .isInstanceOf(NoSuchFileException.class)
          .hasMessageContaining(missing.toString())
          .hasMessageContaining("inotify_add_watch")
          .hasMessageContaining("ENOENT");
      assertThatThrownBy(() -> inotify.watch(folder)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> inotify.watch(Path.of("x".repeat(5_000)), FileChange.CREATED))
          .hasMessageContaining("ENAMETOOLONG");
    }
  }
}
