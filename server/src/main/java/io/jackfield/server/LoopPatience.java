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
    /** Whether it has begun a message, and is to send the rest of it. */
    boolean isMidway();

    /** Whether it is to say something before it is served. */
    boolean awaitsFirstByte();

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

  /** Whether another protocol is told of what comes: then nobody knows of messages. */
  private boolean passedOn;

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

  /** What was received has been answered, as far as it could be. */
  void answered() {
    if (isMidwayAnew()) {
      look();
    }
  }

  /** A message that has begun has its own time. */
  private boolean isMidwayAnew() {
    boolean before = midway;
    midway = !passedOn && client.isMidway();
    patience.midway(midway);
    return midway && !before;
  }

  private void look() {
    release();
    long now = transport.reactor().nanoTime();
    if (transport.receivedBytes() > receivedBytes) { // Another protocol was told of it.
      receivedBytes = transport.receivedBytes();
      patience.received(0, now);
      passedOn = true;
    }
    patience.awaitsFirstByte(client.awaitsFirstByte());
    boolean _ = isMidwayAnew(); // It may be whole by now.
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
