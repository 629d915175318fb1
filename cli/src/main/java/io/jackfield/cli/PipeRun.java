package io.jackfield.cli;

import io.jackfield.cli.pipe.Ending;
import io.jackfield.cli.pipe.PipeLoop;
import io.jackfield.cli.pipe.StandardStreamException;
import io.jackfield.reactor.Relay.Outcome;
import io.jackfield.reactor.endpoint.EndpointSyntaxException;
import io.jackfield.reactor.endpoint.EndpointUseException;
import io.jackfield.socket.ConnectionRefusedException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** What {@code connect}, {@code listen} and {@code relay} say of how they ended. */
final class PipeRun {
  private PipeRun() {}

  /**
   * Runs until it is over.
   *
   * @return the exit code: 0 if it went well, 1 where nobody reads what is printed any more, or
   *     that of a signal
   * @throws CommandException if it failed, with a sentence
   */
  static int of(PipeLoop loop) throws Exception {
    try {
      return loop.run();
    } catch (StandardStreamException e) {
      if (e.isOutputClosed()) {
        return Exit.FAILED; // As other tools in a pipe, without a word.
      }
      throw e;
    } catch (Exception e) {
      throw failure(e);
    }
  }

  /** Why a conversation that is over was no good one; null if it was. */
  static @Nullable Throwable failure(@Nullable Outcome outcome, @Nullable Throwable failure) {
    if (failure != null) {
      return failure;
    }
    return outcome == null ? null : Ending.failure(outcome.reason());
  }

  /** The error as its user is to see it. */
  static RuntimeException failure(Throwable error) {
    Throwable cause =
        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    return switch (cause) {
      case UnsupportedOperationException lacking -> lacking;
      case EndpointSyntaxException _, EndpointUseException _ ->
          new CommandException(Exit.USAGE, sentence(cause));
      case CommandException said -> said;
      default -> new CommandException(Exit.FAILED, sentence(cause));
    };
  }

  /** What went wrong and what can be done about it, in one sentence. */
  static String sentence(Throwable error) {
    return switch (error) {
      case ConnectionRefusedException _ -> error.getMessage() + ": nobody listens there";
      default -> Sentences.of(error);
    };
  }
}
