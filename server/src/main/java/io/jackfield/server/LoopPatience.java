package io.jackfield.server;

import io.jackfield.reactor.Timer;
import io.jackfield.reactor.Transport;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long the client of a {@link LoopConversation} is waited for: a timer that looks only when
 * something could have run out. The loop's.
 */
final class LoopPatience {
  private final LoopConversation conversation;
  private final Transport transport;
  private final Patience patience;
  private @Nullable Timer timer;
  private boolean midway;

  /** How much was sent, and how much was to be sent, when it was last looked. */
  private long sentBytes;

  private long answeredBytes;

  LoopPatience(LoopConversation conversation, Transport transport, Limits limits) {
    this.conversation = conversation;
    this.transport = transport;
    this.patience = new Patience(limits, transport.reactor().nanoTime());
    look();
  }

  void received(int bytes) {
    patience.received(bytes, transport.reactor().nanoTime());
  }

  /** Whether a message has begun and is not whole: it has its own time. */
  void midway(boolean isMidway) {
    if (isMidway != midway) {
      midway = isMidway;
      patience.midway(isMidway);
      if (isMidway) {
        look();
      }
    }
  }

  private void look() {
    release();
    long now = transport.reactor().nanoTime();
    long answered = conversation.answeredBytes();
    long sent = answered - transport.bufferedBytes();
    if (sent != sentBytes) {
      sentBytes = sent;
      patience.sent(now); // A slow reader is no silent one.
    }
    if (sent == answered) {
      patience.allSent();
    } else {
      patience.sending(answered - answeredBytes, now);
    }
    answeredBytes = answered;
    long left = patience.leftNanos(now);
    if (left > 0) {
      timer = transport.reactor().callLater(Duration.ofNanos(left), this::look);
    } else {
      conversation.timeOut();
    }
  }

  void release() {
    if (timer != null) {
      timer.cancel();
    }
  }
}
