package io.jackfield.socket;

import java.nio.channels.Channel;

/**
 * An open descriptor that a {@link Multiplexer} can wait for: a {@link Socket}, an end of a {@link
 * Pipe}, an {@link EventFd}, a {@link TimerFd}, an {@link Inotify}, a {@link SignalFd}, the signals
 * of {@link ProcessSignals#asDescriptor}, or any other as a {@link BorrowedDescriptor}.
 *
 * <p>Sealed for the sake of a promise: closing one takes it out of every multiplexer before its
 * number can mean another file. Who owns the number keeps it, so what comes from elsewhere is
 * borrowed.
 */
public sealed interface Waitable extends Channel permits WaitingChannel {
  /** The descriptor's number, for tools and logs; it stays this object's to close. */
  int descriptor();
}
