package io.jackfield.server;

import io.jackfield.reactor.Timer;
import io.jackfield.reactor.Transport;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a client is waited for whose connection a loop has: a timer that looks only when
 * something could have run out. The loop's.
 */
final class LoopPatience {
  /** Whose client it is. */
  interface Client {
    /** How many bytes it was answered, sent or not. */
    long answeredBytes();

    /** It was too slow. */
    void timeOut(ClientTimeoutException why);
  }

  private final Client client;
  private final Transport transport;
  private final Patience patience;
  private @Nullable Timer timer;
  private boolean midway;

  /** How much was sent, and how much was to be sent, when it was last looked. */
  private long sentBytes;

  private long answeredBytes;

  /** How much has come as far as it is known here. */
  private long receivedBytes;

  LoopPatience(Client client, Transport transport, Limits limits) {
    this.client = client;
    this.transport = transport;
    this.patience = new Patience(limits, transport.reactor().nanoTime());
    this.receivedBytes = transport.receivedBytes();
    look();
  }

  void received(int bytes) {
    receivedBytes += bytes;
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
    if (transport.receivedBytes() > receivedBytes) { // Another protocol was told of it.
      receivedBytes = transport.receivedBytes();
      patience.received(0, now);
    }
    long answered = client.answeredBytes();
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
      client.timeOut(patience.exceeded(now));
    }
  }

  void release() {
    if (timer != null) {
      timer.cancel();
    }
  }
}
