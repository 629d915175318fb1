package io.jackfield.cli.pipe;

import io.jackfield.reactor.Relay.Outcome;
import io.jackfield.reactor.Transport;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Opens another end for each one that it is given, and joins the two. For the loop's thread.
 *
 * @param opening how the other end is had
 * @param opensFirst whether that one is the first of the two, as the rules have it
 * @param rules what is done on the way
 */
public record Joiner(Opening opening, boolean opensFirst, PipeRules rules) {
  /** Opens the other end of a pipe. */
  @FunctionalInterface
  public interface Opening {
    /**
     * Opens it.
     *
     * @param there the end that is there
     * @return completed on the loop's thread; with an {@link java.io.IOException} if it cannot be
     */
    CompletableFuture<End> open(Transport there);
  }

  /**
   * Joins {@code there} with another end.
   *
   * @return completed on the loop's thread when both are no more, or {@code there} is before the
   *     other is open; with why the other could not be opened, {@code there} being broken off then
   */
  public CompletableFuture<Outcome> join(End there) {
    var result = new CompletableFuture<Outcome>();
    CompletableFuture<End> opened = open(there.transport());
    var _ = opened.whenComplete((other, failure) -> opened(there, other, failure, result));
    if (!opened.isDone()) {
      var _ =
          there
              .transport()
              .ended()
              .thenAccept(why -> {
                if (!opened.isDone()) {
                  result.complete(new Outcome(0, 0, why));
                }
              });
    }
    return result;
  }

  private CompletableFuture<End> open(Transport there) {
    try {
      return opening.open(there);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e); // An option of the endpoint is wrong.
    }
  }

  private void opened(
      End there,
      @Nullable End other,
      @Nullable Throwable failure,
      CompletableFuture<Outcome> result) {
    if (other == null) {
      if (there.lost() == null) {
        there.breakOff();
      }
      result.completeExceptionally(failure == null ? new IllegalStateException() : failure);
      return;
    }
    CompletableFuture<Outcome> joined =
        opensFirst ? Joint.join(other, there, rules) : Joint.join(there, other, rules);
    var _ = joined.thenAccept(result::complete);
  }
}
