package io.jackfield.reactor;

import java.util.concurrent.CompletableFuture;

/** A reactor of a group, and the thread that runs it. */
final class GroupLoop {
  private final Reactor reactor;
  private final String name;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  GroupLoop(Reactor reactor, String name) {
    this.reactor = reactor;
    this.name = name;
  }

  Reactor reactor() {
    return reactor;
  }

  void start() {
    Thread.ofPlatform().daemon(false).name(name).start(this::run);
  }

  private void run() {
    try {
      reactor.run();
      ended.complete(null);
    } catch (Throwable t) {
      reactor.failed(t, name);
      ended.completeExceptionally(t);
    }
  }

  /** Of one that never started: gives back what it holds. */
  void release() {
    reactor.close();
    ended.complete(null);
  }

  /** Completed when nothing is left of it; with what it failed with, if it did. */
  CompletableFuture<Void> ended() {
    return ended;
  }

  /** Runs {@code task} on the loop; completed when that is done, or the loop has ended. */
  CompletableFuture<Void> does(Runnable task) {
    var done = CompletableFuture.runAsync(task, reactor);
    return CompletableFuture.anyOf(done, ended.exceptionally(_ -> null)).thenRun(() -> {});
  }
}
