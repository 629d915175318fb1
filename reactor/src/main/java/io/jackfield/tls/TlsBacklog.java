package io.jackfield.tls;

import io.jackfield.reactor.FileRange;
import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.Producer;
import io.jackfield.reactor.StreamOptions;
import io.jackfield.reactor.Timer;
import io.jackfield.reactor.Transport;
import io.jackfield.reactor.WriteLimitException;
import io.jackfield.socket.OpenFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be encrypted: files, and the bytes written after them, in order. While there is
 * something in it, it is the producer of the transport below: each time that has room a piece is
 * encrypted, so that no more than its marks allow waits there.
 */
final class TlsBacklog {
  private final TlsTransport transport;
  private final TlsFilter filter;
  private final Transport below;

  /** Each a {@link FileRange}, or a {@link ByteBuffer} of ours. */
  private final ArrayDeque<Object> queue = new ArrayDeque<>();

  private int files;
  private long heldBytes;

  /** Who is asked when nothing is in it. */
  private @Nullable Producer producer;

  /** Whether the protocol was told that too many bytes wait here. */
  private boolean paused;

  private boolean marksDue;
  private boolean ends;
  private boolean closes;
  private @Nullable Timer deadline;

  TlsBacklog(TlsTransport transport, TlsFilter filter, Transport below) {
    this.transport = transport;
    this.filter = filter;
    this.below = below;
  }

  /** Whether what is written has to wait here. */
  boolean isActive() {
    return !queue.isEmpty();
  }

  boolean isPaused() {
    return paused;
  }

  long heldBytes() {
    return heldBytes;
  }

  void producer(@Nullable Producer next) {
    if (next != null && producer != null) {
      throw new IllegalStateException("there is a producer already");
    }
    if (!isActive()) {
      below.producer(next);
    }
    producer = next;
  }

  // ---- what is written --------------------------------------------------------------------------

  CompletableFuture<Long> add(OpenFile file, long offset, long length) {
    if (files == FileRange.MOST_WAITING) {
      throw WriteLimitException.ofFiles(files);
    }
    FileRange range = FileRange.of(file, offset, length);
    boolean isFirst = !isActive();
    files++;
    queue.add(range);
    if (isFirst) {
      askAgain();
    }
    return range.done();
  }

  /** Takes all that {@code data} has left. */
  void add(ByteBuffer data) {
    heldBytes += data.remaining();
    queue.add(ByteBuffer.allocate(data.remaining()).put(data).flip());
    tellMarksSoon();
  }

  /** Says {@code close_notify} when all is sent. */
  void endOutput() {
    ends = true;
  }

  /** Closes when all is sent, or the time for that is up. */
  void close() {
    closes = true;
    Duration timeout = below.options().closeTimeout();
    deadline =
        below
            .reactor()
            .callLater(timeout, () -> filter.tearDown(new LossReason.TimedOut("close", timeout)));
  }

  // ---- what is sent -----------------------------------------------------------------------------

  /** There is room below. */
  private void request(long bytes) {
    if (transport.session.isOutboundClosed()) {
      filter.tearDown(new LossReason.Lost(new IOException("TLS was closed before all was sent")));
      return;
    }
    int most = Math.clamp(bytes - TlsTransport.RECORD_EXTRA_BYTES, 1, FileRange.READ_BYTES);
    switch (queue.peek()) {
      case null -> {}
      case FileRange range -> send(range, most);
      case ByteBuffer data -> send(data, most);
      case Object other -> throw new IllegalStateException("neither file nor bytes: " + other);
    }
  }

  private void send(FileRange range, int most) {
    if (!range.isTaken()) {
      try {
        filter.send(range.read(most));
      } catch (IOException e) {
        var _ = queue.remove();
        files--;
        filter.tearDown(new LossReason.Lost(e));
        range.failed(e);
        return;
      }
    }
    if (!range.isTaken() || below.bufferedBytes() > 0) {
      return; // It is asked again when this is sent.
    }
    var _ = queue.remove();
    files--;
    endIfAllIsSent();
    range.sent();
  }

  private void send(ByteBuffer data, int most) {
    int count = Math.min(most, data.remaining());
    heldBytes -= count;
    filter.send(data.slice(data.position(), count));
    data.position(data.position() + count);
    if (!data.hasRemaining()) {
      var _ = queue.remove();
    }
    tellMarksSoon();
    endIfAllIsSent();
  }

  private void endIfAllIsSent() {
    if (isActive()) {
      askAgain();
      return;
    }
    below.producer(null);
    if (ends) {
      filter.closeOutbound();
    } else if (producer != null) {
      below.producer(producer);
    }
    if (closes) {
      below.close();
    }
  }

  /** Also where nothing was written just now, whose end one would be asked at. */
  private void askAgain() {
    below.producer(null);
    below.producer(this::request);
  }

  // ---- how much waits ---------------------------------------------------------------------------

  /** Not inside a write: the protocol is told nothing there. */
  private void tellMarksSoon() {
    if (!marksDue) {
      marksDue = true;
      below.reactor().execute(() -> filter.guard(this::tellMarks));
    }
  }

  private void tellMarks() {
    marksDue = false;
    StreamOptions options = below.options();
    if (!paused && heldBytes > options.highMarkBytes()) {
      paused = true;
      if (!below.isWritePaused()) {
        filter.tellPaused();
      }
    } else if (paused && heldBytes <= options.lowMarkBytes()) {
      paused = false;
      if (!below.isWritePaused()) {
        filter.tellResumed();
      }
    }
  }

  // ---- its end ----------------------------------------------------------------------------------

  void lost(LossReason why) {
    if (deadline != null) {
      deadline.cancel();
    }
    var left = new ArrayList<>(queue);
    queue.clear();
    producer = null;
    heldBytes = 0;
    paused = false;
    for (Object one : left) {
      if (one instanceof FileRange range) {
        range.lost(why);
      }
    }
  }
}
