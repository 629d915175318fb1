package io.jackfield.cli.pipe;

import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.LossReason.Done;
import io.jackfield.reactor.LossReason.Lost;
import io.jackfield.reactor.ProcessFailedException;
import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.Relay.Outcome;
import io.jackfield.reactor.Timer;
import io.jackfield.socket.StandardStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Two ends whose bytes come by here, since one of them is no conversation or something is done with
 * them. It keeps the rules of {@link io.jackfield.reactor.Relay}, no faster than either side takes
 * it, with these of its own:
 *
 * <ul>
 *   <li>A direction that is switched off, or leads nowhere, counts as ended.
 *   <li>When the second end has ended, standard input that is silent counts as ended too: who waits
 *       there cannot know. At a terminal that is at once.
 *   <li>To standard output and to files all is written that has come, whatever else is lost.
 * </ul>
 *
 * <p>For the loop's thread.
 */
final class Pipe {
  /** As socat(1) waits ({@code -t}). */
  private static final Duration SILENCE = Duration.ofMillis(500);

  private final PipeEnd one;
  private final PipeEnd other;
  private final PipeRules rules;
  private final Reactor reactor;
  private final CompletableFuture<Outcome> ended = new CompletableFuture<>();
  private @Nullable Timer quit;
  private @Nullable Timer silence;
  private LossReason reason = new Done();
  private int left = 2;

  private Pipe(End first, End second, PipeRules rules) {
    this.rules = rules;
    reactor = first.transport().reactor();
    boolean forth = rules.forth() && first.reads() && second.writes();
    boolean back = rules.back() && second.reads() && first.writes();
    one = new PipeEnd(this, first, forth, rules.crlf());
    other = new PipeEnd(this, second, back, false);
    one.joined(other);
    other.joined(one);
  }

  /** Joins two ends; their protocols are the pipe's from now on. */
  static Pipe join(End first, End second, PipeRules rules) {
    var pipe = new Pipe(first, second, rules);
    pipe.one.begin();
    pipe.other.begin();
    return pipe;
  }

  /** As {@link io.jackfield.reactor.Relay#ended}. */
  CompletableFuture<Outcome> ended() {
    return ended;
  }

  /** How many bytes were passed on so far, both ways. */
  long passed() {
    return one.passed() + other.passed();
  }

  /** Something is passed on. */
  void passes(ByteBuffer data) {
    SessionFiles files = rules.files();
    if (files != null) {
      try {
        files.passed(data);
      } catch (IOException e) {
        fail(new Lost(e));
      }
    }
  }

  /** The end has said all that it had to say. */
  void inputEnded(PipeEnd end) {
    if (!one.isOpen() && !other.isOpen()) {
      finish();
      return;
    }
    if (end.isOn() && (end.equals(other) || rules.shutsDown())) {
      end.peer().endOutput();
    }
    Duration patience = rules.quitAfter();
    if (end.equals(one) && patience != null) {
      quit = reactor.callLater(patience, this::finish);
    }
    if (end.equals(other) && one.isOpen() && one.end().isStandard()) {
      awaitSilence();
    }
  }

  private void awaitSilence() {
    if (StandardStream.INPUT.isTerminal()) {
      finish();
    } else {
      long before = one.passed();
      silence = reactor.callLater(SILENCE, () -> lookForSilence(before));
    }
  }

  private void lookForSilence(long before) {
    if (one.isOpen() && (one.passed() != before || other.end().transport().bufferedBytes() > 0)) {
      awaitSilence();
    } else {
      finish();
    }
  }

  /** All that has come is still sent. */
  void finish() {
    one.end().transport().close();
    other.end().transport().close();
  }

  /** Ends it for a reason of our own. */
  void fail(LossReason why) {
    if (reason instanceof Done) {
      reason = why;
    }
    one.end().breakOff();
    other.end().breakOff();
  }

  /** Called once for each end. */
  void lost(PipeEnd end, LossReason why) {
    boolean isInOrder = why instanceof Done || (end.hasEnded() && !end.end().isStandard());
    boolean isFailedCommand =
        why instanceof Lost lost && lost.cause() instanceof ProcessFailedException;
    if (reason instanceof Done && (!isInOrder || isFailedCommand)) {
      reason = end.end().isStandard() ? ofStandard(why) : why;
    }
    left--;
    if (left == 0) {
      cancel(quit);
      cancel(silence);
      ended.complete(new Outcome(one.passed(), other.passed(), reason));
    } else if (isInOrder) {
      end.peer().end().transport().close();
    } else {
      end.peer().end().breakOff();
    }
  }

  private static LossReason ofStandard(LossReason why) {
    return why instanceof Lost lost && lost.cause() instanceof IOException e
        ? new Lost(new StandardStreamException(e))
        : why;
  }

  private static void cancel(@Nullable Timer timer) {
    if (timer != null) {
      timer.cancel();
    }
  }
}
