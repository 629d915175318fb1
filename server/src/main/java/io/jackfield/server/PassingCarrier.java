package io.jackfield.server;

import io.jackfield.socket.Socket;
import java.io.IOException;

/**
 * A connection that a worker process is to carry. Until it has it this is a socket as any; after
 * that what is to be done to it is told the worker. Any thread.
 */
final class PassingCarrier extends SocketCarrier {
  private enum Where {
    HERE,
    LEAVING,
    AWAY,
    OVER
  }

  // Guarded by this, which nobody waits for long.
  private Where where = Where.HERE;
  private boolean draining;
  private boolean aborted;
  private Runnable drainThere = () -> {};
  private Runnable abortThere = () -> {};

  PassingCarrier(Socket socket) {
    super(socket);
  }

  /**
   * It is about to be passed: until {@link #left} the descriptor stays open.
   *
   * @param drain has the worker drain it, as the next abort it
   * @return the descriptor
   */
  synchronized int leaving(Runnable drain, Runnable abort) throws IOException {
    if (aborted) {
      throw new IOException("the conversation was aborted before a worker had it");
    }
    where = Where.LEAVING;
    drainThere = drain;
    abortThere = abort;
    return socket.descriptor();
  }

  /** It was passed, and is the worker's alone from now on; or it was not. */
  synchronized void left(boolean passed) {
    if (passed || aborted || where == Where.OVER) {
      super.abort(); // Our copy.
    }
    if (where != Where.LEAVING) {
      return; // It is over already.
    }
    where = passed ? Where.AWAY : Where.HERE;
    if (passed && aborted) {
      abortThere.run();
    } else if (passed && draining) {
      drainThere.run();
    }
  }

  /** The worker has said that it is over. */
  synchronized void over() {
    if (where != Where.HERE) {
      where = Where.OVER;
    }
  }

  private synchronized boolean isHere() {
    return where == Where.HERE;
  }

  @Override
  public void end() throws IOException {
    if (isHere()) {
      super.end();
    }
  }

  @Override
  public void close(boolean cutOff) {
    if (isHere()) {
      super.close(cutOff);
    }
  }

  @Override
  public synchronized void wake() {
    draining = true;
    if (where == Where.HERE) {
      super.wake();
    } else if (where == Where.AWAY) {
      drainThere.run();
    }
  }

  @Override
  public synchronized void abort() {
    aborted = true;
    if (where == Where.HERE) {
      super.abort();
    } else if (where == Where.AWAY) {
      abortThere.run();
    }
  }
}
