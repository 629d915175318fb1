package io.jackfield.service.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Both ways at once over a connection: a thread of its own reads what is typed and sends it, while
 * this one prints what comes, as it comes. There is no prompt: an answer might come behind it.
 *
 * <p>To the service a chunk is a question, so lines that nobody types, from a file, are not sent
 * one behind the other: the next goes when an answer has come and nothing more follows it for a
 * moment, or when none came for a second.
 */
final class FreeTalk {
  /**
   * The most of a line that is sent in one piece: what a service takes as one chunk, less its end.
   */
  private static final int PIECE_BYTES = 16_383;

  /** How long nothing follows an answer that is taken for whole. */
  private static final long QUIET_MILLIS = 50;

  /** How long an answer is waited for that may never come: of an empty folder, say. */
  private static final long ANSWER_MILLIS = 1_000;

  private final ServiceStream stream;
  private final byte[] lineEnd;
  private final Terminal terminal;
  private final ByteBuffer received = ByteBuffer.allocate(16_384);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition came = lock.newCondition();

  /** How often something came; guarded by the lock, as the next. */
  private long arrivals;

  private boolean ended;

  /** Whether nothing more is going to be sent. */
  private volatile boolean saidAll;

  private volatile @Nullable IOException sendFailure;

  FreeTalk(ServiceStream stream, Dialog.Free dialog, Terminal terminal) {
    this.stream = stream;
    this.lineEnd = dialog.lineEnd().getBytes(US_ASCII);
    this.terminal = terminal;
  }

  /**
   * Talks until the server ends it, which after the end of input or an empty line it has to do
   * within the time-out.
   */
  void run() throws IOException {
    Thread.ofPlatform().daemon().name("input").start(this::send);
    try {
      for (int count; (count = receive()) >= 0; ) {
        terminal.print(received.array(), count);
        arrived(false);
      }
    } finally {
      arrived(true);
    }
    terminal.endLine();
    IOException failure = sendFailure;
    if (failure != null) {
      throw failure;
    }
  }

  /** Waits as long as somebody may still type. */
  private int receive() throws IOException {
    while (true) {
      boolean wasLast = saidAll;
      try {
        return stream.receive(received.clear());
      } catch (SocketTimeoutException e) {
        if (wasLast) {
          throw e;
        }
      }
    }
  }

  private void arrived(boolean isEnd) {
    lock.lock();
    try {
      arrivals++;
      ended = isEnd;
      came.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void send() {
    try {
      for (byte[] line; (line = terminal.readUnprompted(PIECE_BYTES)) != null; ) {
        long before = arrivals();
        ByteBuffer question = ByteBuffer.allocate(line.length + lineEnd.length);
        stream.sendAll(question.put(line).put(lineEnd).flip());
        if (!terminal.isTyped()) {
          awaitQuiet(before);
        }
      }
      saidAll = true;
      stream.endOutput();
    } catch (IOException e) {
      // What ended the connection shows in what is received too.
      sendFailure = isOver() ? null : e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    saidAll = true;
  }

  private long arrivals() {
    lock.lock();
    try {
      return arrivals;
    } finally {
      lock.unlock();
    }
  }

  private boolean isOver() {
    lock.lock();
    try {
      return ended;
    } finally {
      lock.unlock();
    }
  }

  /** Until something has come after {@code before}, and then nothing for a moment. */
  private void awaitQuiet(long before) throws InterruptedException {
    lock.lock();
    try {
      long left = MILLISECONDS.toNanos(ANSWER_MILLIS);
      while (!ended && arrivals == before && left > 0) {
        left = came.awaitNanos(left);
      }
      while (!ended && left > 0) {
        long known = arrivals;
        left = MILLISECONDS.toNanos(QUIET_MILLIS);
        while (!ended && arrivals == known && left > 0) {
          left = came.awaitNanos(left);
        }
      }
    } finally {
      lock.unlock();
    }
  }
}
