package io.jackfield.reactor;

import io.jackfield.reactor.driver.Driver;
import io.jackfield.reactor.driver.Handle;
import io.jackfield.socket.OpenFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CompletableFuture;

/**
 * For transports: a part of a file that is to be sent, and how far that is. It uses the file from
 * its making until {@link #sent} or {@link #failed}. Belongs to the thread of its loop.
 */
public final class FileRange {
  /** How many may wait to be sent to one peer. */
  public static final int MOST_WAITING = 256;

  /** The most that the kernel is asked to send at once. */
  static final int PORTION_BYTES = 256 * 1024;

  /** The most that is read at once, where the kernel does not send it. */
  public static final int READ_BYTES = 32 * 1024;

  private final OpenFile.Use file;
  private final long offset;
  private final long length;
  private final CompletableFuture<Long> done = new CompletableFuture<>();

  /** How many bytes of it were sent by the kernel, or read. */
  private long taken;

  private FileRange(OpenFile.Use file, long offset, long length) {
    this.file = file;
    this.offset = offset;
    this.length = length;
  }

  /**
   * One of which nothing is sent.
   *
   * @throws IllegalArgumentException if a number is negative, or the file closed
   */
  public static FileRange of(OpenFile file, long offset, long length) {
    if (offset < 0 || length < 0 || offset > Long.MAX_VALUE - length) {
      throw new IllegalArgumentException(
          "not a part of a file: %d bytes from offset %d".formatted(length, offset));
    }
    try {
      return new FileRange(file.use(), offset, length);
    } catch (ClosedChannelException e) {
      throw new IllegalArgumentException(
          "the file is closed; it may be as soon as sendFile(…) has returned, not before", e);
    }
  }

  /** The future of one that is given to a connection that is closed. */
  public static CompletableFuture<Long> dropped() {
    return CompletableFuture.failedFuture(
        new FileNotSentException("the connection was closed before", null));
  }

  /** Completed by {@link #sent} and {@link #failed}; that it is cancelled changes nothing. */
  public CompletableFuture<Long> done() {
    return done.copy();
  }

  /** Whether nothing of it is left to be taken. */
  public boolean isTaken() {
    return taken == length;
  }

  /** Has the kernel send some of it; returns as {@link Driver#sendFile}. */
  int send(Driver driver, Handle to) {
    int count = (int) Math.min(length - taken, PORTION_BYTES);
    int sent = driver.sendFile(to, file.descriptor(), offset + taken, count);
    taken += Math.max(0, sent);
    return sent;
  }

  /**
   * Reads some of it: at least one byte, at most so many and {@link #READ_BYTES}.
   *
   * @throws FileNotSentException if it is not there
   * @throws IOException if the file cannot be read
   */
  public ByteBuffer read(int most) throws IOException {
    int count = (int) Math.min(length - taken, Math.clamp(most, 1, READ_BYTES));
    ByteBuffer into = ByteBuffer.allocate(count);
    int came = file.read(into, offset + taken);
    if (came < 0) {
      throw tooShort();
    }
    taken += came;
    return into.flip();
  }

  /** What is wrong where the file ends before its part does. */
  IOException tooShort() {
    try {
      return new FileNotSentException(
          "the file has %d bytes: of %d from offset %d, %d are missing"
              .formatted(file.size(), length, offset, length - taken),
          null);
    } catch (IOException e) {
      return e;
    }
  }

  /** All of it has gone. */
  public void sent() {
    file.close();
    done.complete(length);
  }

  /** It will not be sent, or not all of it. */
  public void failed(Throwable why) {
    file.close();
    done.completeExceptionally(why);
  }

  /** The connection is no more. */
  public void lost(LossReason why) {
    Throwable cause = why instanceof LossReason.Lost lost ? lost.cause() : null;
    failed(
        new FileNotSentException(
            "the connection was lost (%s) when %d of %d bytes were taken from the file"
                .formatted(why.getClass().getSimpleName(), taken, length),
            cause));
  }
}
