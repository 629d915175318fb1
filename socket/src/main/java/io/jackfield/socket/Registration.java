package io.jackfield.socket;

import io.jackfield.socket.linux.Descriptor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One descriptor in one {@link Multiplexer}, from its registration until it is removed or the
 * descriptor closed; then it reports nothing any more and is never used again.
 *
 * @param <A> what is attached to it
 */
public final class Registration<A> {
  private final Waitable waitable;
  private final A attachment;
  final Multiplexer<A> owner;
  final Descriptor descriptor;

  /** Tells it from others of the same number, in the kernel's events. */
  final int generation;

  /** Owned by the multiplexer's thread. */
  private Interest interest;

  private final AtomicBoolean active = new AtomicBoolean(true);

  /** What the descriptor runs before it is closed; kept, so that it can be taken back. */
  final Runnable onClosing;

  Registration(
      Multiplexer<A> owner, WaitingChannel waitable, Interest interest, A attachment, int mark) {
    this.owner = owner;
    this.waitable = waitable;
    this.descriptor = waitable.descriptor;
    this.interest = interest;
    this.attachment = attachment;
    this.generation = mark;
    this.onClosing = () -> owner.closing(this);
  }

  /** What is waited for. */
  public Waitable waitable() {
    return waitable;
  }

  /** What was attached to it. */
  public A attachment() {
    return attachment;
  }

  /** What it reports; for the multiplexer's thread. */
  public Interest interest() {
    return interest;
  }

  /** Whether it still reports: neither removed, nor its descriptor or the multiplexer closed. */
  public boolean isActive() {
    return active.get();
  }

  int number() {
    return descriptor.number();
  }

  void interest(Interest changed) {
    interest = changed;
  }

  /** Any thread; false if it had ended before. */
  boolean end() {
    return active.getAndSet(false);
  }

  @Override
  public String toString() {
    return "Registration[" + waitable + ", " + interest + (isActive() ? "]" : ", ended]");
  }
}
