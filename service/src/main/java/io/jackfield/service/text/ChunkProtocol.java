package io.jackfield.service.text;

import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.Transport;
import io.jackfield.server.RequestInput;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A conversation of chunks, each answered before the next, some of them by another thread: for
 * services that read files, which an {@link io.jackfield.server.Exchange} must not wait for.
 * Meanwhile, and while the client does not take its answers, nothing more is read from it. The
 * loop's.
 */
public abstract class ChunkProtocol implements Protocol {
  /** What has come and is not answered, a chunk each: no more than what the loop had received. */
  private final Deque<ByteBuffer> waiting = new ArrayDeque<>();

  private @Nullable Transport transport;

  /** Whether another thread is at work. */
  private boolean busy;

  /** Whether nothing more will come that is to be answered. */
  private boolean ending;

  private boolean over;

  /** For each conversation anew. */
  protected ChunkProtocol() {}

  /** The client is there, and has said nothing yet. */
  protected void begun() {}

  /**
   * Answers a chunk: what one receive delivered, 1 to {@link RequestInput#CHUNK_BYTES} bytes, valid
   * during the call.
   */
  protected abstract void chunk(ByteBuffer chunk);

  /** The client says no more. */
  protected void ended() {}

  private Transport transport() {
    return Objects.requireNonNull(transport, "not connected");
  }

  /** Sends what {@code bytes} has left. */
  protected final void write(ByteBuffer bytes) {
    transport().write(bytes);
  }

  /** Sends this. */
  protected final void write(byte[] bytes) {
    write(ByteBuffer.wrap(bytes));
  }

  /**
   * Has another thread find out something, and goes on with it; the next chunk is answered after
   * that. If it fails the connection is torn down, and the failure logged.
   */
  protected final <T> void later(Callable<T> work, Consumer<T> then) {
    busy = true;
    transport().pauseReading();
    var _ =
        transport()
            .reactor()
            .deferToThread(work)
            .handle((found, failure) -> {
              busy = false;
              try {
                if (failure != null) {
                  throw new IllegalStateException("an answer could not be found", failure);
                }
                then.accept(found);
                goOn();
              } catch (RuntimeException e) {
                System.getLogger(ChunkProtocol.class.getName())
                    .log(System.Logger.Level.WARNING, "a conversation is torn down", e);
                transport().abort();
              }
              return true;
            });
  }

  /** Ends the conversation: what was answered is still sent, what has come besides is not read. */
  protected final void hangUp() {
    over = true;
    waiting.clear();
    transport().close();
  }

  // ---- what the connection tells ----------------------------------------------------------------

  @Override
  public final void connectionMade(Transport made) {
    transport = made;
    begun();
  }

  @Override
  public final void dataReceived(ByteBuffer data) {
    while (data.hasRemaining() && !over) {
      int count = Math.min(data.remaining(), RequestInput.CHUNK_BYTES);
      ByteBuffer chunk = data.slice(data.position(), count);
      data.position(data.position() + count);
      if (busy || !waiting.isEmpty()) {
        waiting.add(ByteBuffer.allocate(count).put(chunk).flip());
      } else {
        chunk(chunk);
      }
    }
  }

  /** Answers what has waited, as far as that can be done now. */
  private void goOn() {
    while (!busy && !over && !transport().isWritePaused()) {
      ByteBuffer next = waiting.poll();
      if (next != null) {
        chunk(next);
      } else if (ending) {
        ended();
        hangUp();
      } else {
        transport().resumeReading();
        return;
      }
    }
  }

  @Override
  public final void writePaused() {
    transport().pauseReading();
  }

  @Override
  public final void writeResumed() {
    goOn();
  }

  @Override
  public final boolean endReceived() {
    ending = true;
    if (busy || !waiting.isEmpty()) {
      return true;
    }
    if (!over) {
      ended();
      over = true;
    }
    return false;
  }

  /** What has come is still answered. */
  @Override
  public final boolean stopping() {
    ending = true;
    over |= !busy && waiting.isEmpty();
    return !over;
  }
}
