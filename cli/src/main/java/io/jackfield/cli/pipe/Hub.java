package io.jackfield.cli.pipe;

import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.LossReason.Lost;
import io.jackfield.reactor.LossReason.TimedOut;
import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Standard input and output with any number of connections: what one sends is printed, what is
 * typed goes to all. Nothing is read of the input while there is nobody, or one of them does not
 * take it; nothing of them while the output is not taken. One that ends is closed. As ncat's {@code
 * --keep-open}. For the loop's thread.
 */
public final class Hub implements Protocol {
  private final PipeRules rules;
  private final Consumer<@Nullable Throwable> over;
  private final BiConsumer<Transport, LossReason> gone;
  private final Set<Member> members = new LinkedHashSet<>();
  private final @Nullable LineEnds lineEnds;
  private final Transport standard;
  private boolean inputEnded;
  private boolean outputPaused;
  private int slow;

  /**
   * Standard input and output for whoever comes.
   *
   * @param over told when it is over: of why, null if all went well
   * @param gone told of each connection's end
   */
  public Hub(
      End standard,
      PipeRules rules,
      Consumer<@Nullable Throwable> over,
      BiConsumer<Transport, LossReason> gone) {
    this.rules = rules;
    this.over = over;
    this.gone = gone;
    this.standard = standard.transport();
    lineEnds = rules.crlf() ? new LineEnds() : null;
    this.standard.protocol(this);
  }

  /** Another connection. */
  public void add(End end) {
    if (end.lost() == null) {
      var member = new Member(end.transport());
      members.add(member);
      member.begin();
      updateInput();
    }
  }

  private void updateInput() {
    if (rules.forth() && !members.isEmpty() && slow == 0) {
      standard.resumeReading();
    } else {
      standard.pauseReading();
    }
  }

  /** False if that failed, and all is over. */
  private boolean keeps(ByteBuffer data) {
    SessionFiles files = rules.files();
    try {
      if (files != null) {
        files.passed(data);
      }
      return true;
    } catch (IOException e) {
      over.accept(e);
      return false;
    }
  }

  // ---- standard input and output ----------------------------------------------------------------

  @Override
  public void dataReceived(ByteBuffer data) {
    ByteBuffer out = lineEnds == null ? data : lineEnds.ended(data);
    if (keeps(out)) {
      members.forEach(member -> member.transport.write(out.duplicate()));
    }
  }

  @Override
  public boolean endReceived() {
    inputEnded = true;
    if (!rules.back()) {
      over.accept(null);
    } else if (rules.shutsDown()) {
      members.forEach(member -> member.transport.endOutput());
    }
    return true;
  }

  @Override
  public void writePaused() {
    outputPaused = true;
    members.forEach(member -> member.transport.pauseReading());
  }

  @Override
  public void writeResumed() {
    outputPaused = false;
    members.forEach(member -> member.transport.resumeReading());
  }

  @Override
  public void connectionLost(LossReason reason) {
    over.accept(
        reason instanceof Lost lost && lost.cause() instanceof IOException e
            ? new StandardStreamException(e)
            : null);
  }

  // ---- the connections --------------------------------------------------------------------------

  private final class Member implements Protocol {
    private final Transport transport;
    private @Nullable IdleWatch watch;
    private @Nullable LossReason idle;
    private boolean isSlow;

    Member(Transport transport) {
      this.transport = transport;
    }

    void begin() {
      transport.protocol(this);
      if (inputEnded && rules.shutsDown()) {
        transport.endOutput();
      }
      if (!outputPaused) {
        transport.resumeReading();
      }
      Duration limit = rules.idle();
      if (limit != null) {
        watch =
            new IdleWatch(
                transport.reactor(),
                limit,
                () -> transport.sentBytes() + transport.receivedBytes(),
                () -> {
                  idle = new TimedOut(Joint.IDLE, limit);
                  transport.close();
                });
      }
    }

    @Override
    public void dataReceived(ByteBuffer data) {
      if (rules.back() && keeps(data)) {
        standard.write(data);
      }
    }

    @Override
    public void writePaused() {
      slow(true);
    }

    @Override
    public void writeResumed() {
      slow(false);
    }

    private void slow(boolean is) {
      if (is != isSlow) {
        isSlow = is;
        slow += is ? 1 : -1;
        updateInput();
      }
    }

    @Override
    public void connectionLost(LossReason reason) {
      members.remove(this);
      slow(false);
      updateInput();
      if (watch != null) {
        watch.stop();
      }
      gone.accept(transport, idle == null ? reason : idle);
    }
  }
}
