package io.jackfield.cli.doctor;

import io.jackfield.socket.KernelFailure;

/** Why something failed, in a few words. */
final class Reasons {
  private Reasons() {}

  static String of(Throwable error) {
    if (error instanceof KernelFailure kernel) {
      return "%s: %s (%s)"
          .formatted(
              kernel.failure().call(),
              kernel.failure().errno().meaning(),
              kernel.failure().errno().symbol());
    }
    if (error instanceof ExceptionInInitializerError && error.getCause() != null) {
      return of(error.getCause());
    }
    String message = error.getMessage();
    return message == null ? error.getClass().getSimpleName() : message;
  }
}
