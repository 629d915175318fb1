package io.jackfield.reactor;

import io.jackfield.socket.linux.Abi;

/**
 * One of two streams whose bytes the kernel moves to each other: what is watched of its socket, for
 * the direction that it is the source of and for the one that it is the sink of.
 */
final class SplicedStream {
  private final StreamTransport stream;
  private final Splicing out;
  private final Splicing in;

  /** What the driver was told to watch. */
  private int watched;

  private boolean over;

  /** Of {@code stream}: what arrives goes {@code out}, what is sent comes {@code in}. */
  SplicedStream(StreamTransport stream, Splicing out, Splicing in) {
    this.stream = stream;
    this.out = out;
    this.in = in;
    watched = roomAwaited();
  }

  /** Whether the kernel takes what arrives; else it is received as ever. */
  boolean takesInput() {
    return out.isOn();
  }

  /** Whether something is under way that is still to be sent. */
  boolean holdsOutput() {
    return in.holds();
  }

  /** Has the driver tell what is waited for, and no more: else it would tell without an end. */
  void watch() {
    if (over) {
      return;
    }
    int events =
        (out.waitsForSource() ? Abi.READABLE : 0)
            | (in.waitsForSink() ? Abi.WRITABLE : 0)
            | roomAwaited();
    if (events != watched) {
      watched = events;
      stream.driver().watch(stream.handle, events);
    }
  }

  /** What is watched for a file that was to be sent before. */
  private int roomAwaited() {
    return stream.writing.awaitsRoom() ? Abi.WRITABLE : 0;
  }

  /** A broken socket is ready for all: the call that is tried says what is wrong. */
  void ready(int events) {
    boolean broken = (events & (Abi.ERROR | Abi.HANG_UP)) != 0;
    if (in.waitsForSink() && (broken || (events & Abi.WRITABLE) != 0)) {
      in.advance();
    }
    if (out.waitsForSource() && (broken || (events & Abi.READABLE) != 0)) {
      out.advance();
    }
  }

  /** What was written before may be sent, or its protocol may have closed it. */
  void settled() {
    watch();
    in.watchSource();
  }

  /** The connection is no more. */
  void over() {
    if (watched != 0) {
      stream.driver().watch(stream.handle, 0);
    }
    over = true;
    in.drop();
  }
}
