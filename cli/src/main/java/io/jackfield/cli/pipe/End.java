package io.jackfield.cli.pipe;

import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.Transport;
import io.jackfield.reactor.endpoint.Endpoint;
import io.jackfield.reactor.endpoint.Options;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One end of a pipe: open, and nothing is read of it until it is joined. For the loop's thread. */
public final class End implements Protocol {
  /** What an end is, beside a stream of bytes. */
  enum Kind {
    /** A socket, or a command: each half ends by itself. */
    CONVERSATION,
    /** Standard input and output, which others have too. */
    STANDARD,
    /** A file that is read. */
    SOURCE,
    /** A file that is written. */
    SINK,
    /** A file for both, as a device. */
    DEVICE
  }

  private final Kind kind;
  private final Consumer<End> made;
  private @Nullable Transport transport;
  private @Nullable LossReason lost;

  /** Calls {@code made} when it is open. */
  End(Kind kind, Consumer<End> made) {
    this.kind = kind;
    this.made = made;
  }

  /** A conversation that somebody takes later. */
  static End conversation() {
    return new End(Kind.CONVERSATION, _ -> {});
  }

  /** What {@code endpoint} will be when it is connected to. */
  static End of(Endpoint endpoint) {
    Kind kind =
        switch (endpoint) {
          case Endpoint.Stdio _ -> Kind.STANDARD;
          case Endpoint.File file -> kindOf(file.options());
          default -> Kind.CONVERSATION;
        };
    return new End(kind, _ -> {});
  }

  private static Kind kindOf(Options options) {
    boolean writes =
        options.values().containsKey("write") || options.values().containsKey("append");
    if (!writes) {
      return Kind.SOURCE;
    }
    return options.values().containsKey("read") ? Kind.DEVICE : Kind.SINK;
  }

  /** Once it is open. */
  public Transport transport() {
    return Objects.requireNonNull(transport, "not open yet");
  }

  boolean reads() {
    return kind != Kind.SINK;
  }

  boolean writes() {
    return kind != Kind.SOURCE;
  }

  boolean isStandard() {
    return kind == Kind.STANDARD;
  }

  /** Whether each half ends by itself, so that the two of a relay can be left to each other. */
  boolean isConversation() {
    return kind == Kind.CONVERSATION;
  }

  /** Why it is no more, if that was before it was joined. */
  @Nullable LossReason lost() {
    return lost;
  }

  /** Ends it at once where it can tell its peer that something is missing; else after the rest. */
  void breakOff() {
    if (kind == Kind.CONVERSATION) {
      transport().abort();
    } else {
      transport().close();
    }
  }

  @Override
  public void connectionMade(Transport stream) {
    transport = stream;
    stream.pauseReading();
    made.accept(this);
  }

  @Override
  public void dataReceived(ByteBuffer data) {
    throw new IllegalStateException("reading is paused");
  }

  @Override
  public void connectionLost(LossReason reason) {
    lost = reason;
  }
}
