package io.jackfield.socket;

/**
 * A signal that a {@link SignalFd} took. Source: signalfd(2), {@code struct signalfd_siginfo}.
 *
 * @param number of the signal
 * @param code why it was sent: {@code SI_USER} is 0, {@code SI_TKILL} -6
 * @param processId of its sender, where a process sent it
 * @param userId of its sender, where a process sent it
 * @param value that was sent with it by {@code sigqueue(3)}; 0 for most
 */
public record ReceivedSignal(int number, int code, int processId, int userId, int value) {}
