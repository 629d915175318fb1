package io.jackfield.tls;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A session that a reading and a writing thread share, with what comes of it in either direction.
 * Its lock is never held while waiting.
 */
final class GuardedSession implements TlsSink {
  /** Something that is done with the session. */
  @FunctionalInterface
  interface Call {
    void run() throws TlsException;
  }

  final TlsSession session;

  /** What is encrypted. */
  final CipherQueue queue;

  /** What is decrypted: of the thread that reads. */
  final PlainBuffer arrived = new PlainBuffer();

  private final ReentrantLock state = new ReentrantLock();

  GuardedSession(TlsSession session) {
    this.session = session;
    queue = new CipherQueue(session.pool, state);
  }

  void run(Call call) throws TlsException {
    state.lock();
    try {
      call.run();
    } finally {
      state.unlock();
    }
  }

  /**
   * Encrypts; false where this side can send no more, since it said so or {@code closed} is set.
   */
  boolean send(ByteBuffer plain, AtomicBoolean closed) throws TlsException {
    state.lock();
    try {
      if (closed.get() || (session.isOutboundClosed() && session.failure() == null)) {
        return false;
      }
      session.send(plain, this);
      return true;
    } finally {
      state.unlock();
    }
  }

  @Override
  public void cipherToSend(ByteBuffer cipher) {
    queue.add(cipher);
  }

  @Override
  public void plainReceived(ByteBuffer plain) {
    arrived.add(plain);
  }
}
