package io.jackfield.tls;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Buffers that sessions borrow for as long as a call lasts, so that an idle session has none. One
 * pool for the sessions of a configuration; any thread.
 */
final class BufferPool {
  /** The longest record that the JDK's engine produces, with its header. */
  static final int RECORD_BYTES = 5 + 16_384 + 320;

  /** Room for two records and what the engine wants to see free beyond them. */
  static final int OUTPUT_BYTES = 3 * RECORD_BYTES;

  /** How many of each size are kept while nobody uses them. */
  static final int KEPT = 16;

  private final Shelf records = new Shelf(RECORD_BYTES);
  private final Shelf outputs = new Shelf(OUTPUT_BYTES);

  Lease record() {
    return records.take();
  }

  Lease output() {
    return outputs.take();
  }

  /** A buffer and, made once, the read-only view of it that is shown to sinks. */
  static final class Lease {
    final ByteBuffer bytes;
    private final ByteBuffer view;
    private final @Nullable Shelf home;

    private Lease(int size, @Nullable Shelf home) {
      bytes = ByteBuffer.allocate(size);
      view = bytes.asReadOnlyBuffer();
      this.home = home;
    }

    static Lease ofSize(int size) {
      return new Lease(size, null);
    }

    /** What has been put in. */
    ByteBuffer written() {
      return view.clear().limit(bytes.position());
    }

    /** The owner must not use it any more. */
    void release() {
      bytes.clear();
      if (home != null) {
        home.put(this);
      }
    }
  }

  private static final class Shelf {
    private final int size;
    private final ConcurrentLinkedQueue<Lease> free = new ConcurrentLinkedQueue<>();
    private final AtomicInteger kept = new AtomicInteger();

    Shelf(int size) {
      this.size = size;
    }

    Lease take() {
      Lease lease = free.poll();
      if (lease == null) {
        return new Lease(size, this);
      }
      kept.decrementAndGet();
      return lease;
    }

    void put(Lease lease) {
      if (kept.incrementAndGet() <= KEPT) {
        free.add(lease);
      } else {
        kept.decrementAndGet();
      }
    }
  }
}
