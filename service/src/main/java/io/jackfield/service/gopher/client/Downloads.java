package io.jackfield.service.gopher.client;

import io.jackfield.protocol.gopher.GopherUrl;
import io.jackfield.reactor.Reactor;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Fetches many files at once, on one loop: whenever one is there, or is not to be had, the next
 * begins. Each is saved under the last part of its selector, when it is whole, and never over
 * another file. The loop's.
 */
public final class Downloads {
  private final Reactor reactor;
  private final Path folder;
  private final Way way;
  private final Function<GopherUrl, Watcher> watchers;
  private final CompletableFuture<Integer> over = new CompletableFuture<>();
  private final Queue<GopherUrl> waiting = new ArrayDeque<>();
  private int running;
  private int failed;

  /**
   * Will fetch into {@code folder}.
   *
   * @param way of each, within its time-out
   * @param watchers makes one for each file, when it begins
   */
  public Downloads(Reactor reactor, Path folder, Way way, Function<GopherUrl, Watcher> watchers) {
    this.reactor = reactor;
    this.folder = folder;
    this.way = way;
    this.watchers = watchers;
  }

  /**
   * Begins; to be called once.
   *
   * @param atOnce how many at a time
   * @return completed with how many are not to be had
   */
  public CompletableFuture<Integer> start(List<GopherUrl> urls, int atOnce) {
    waiting.addAll(urls);
    for (int n = 0; n < atOnce; n++) {
      running++;
      next();
    }
    return over;
  }

  private void next() {
    GopherUrl url = waiting.poll();
    if (url == null) {
      if (--running == 0) {
        over.complete(failed);
      }
      return;
    }
    var one = new Download(reactor, url, folder, way, watchers.apply(url));
    var _ =
        one.begin()
            .thenAccept(there -> {
              failed += there ? 0 : 1;
              // In a turn of its own: a thousand that fail at once are not a thousand calls deep.
              reactor.execute(this::next);
            });
  }
}
