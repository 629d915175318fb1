package io.jackfield.cli;

import io.jackfield.socket.AddressInUseException;
import io.jackfield.socket.AddressUnavailableException;
import io.jackfield.socket.BindDeniedException;
import io.jackfield.socket.ConnectionRefusedException;
import io.jackfield.socket.KernelFailure;
import java.net.UnknownHostException;

/** Failures as one sentence: what happened, and what can be done where that is known. */
final class Sentences {
  private Sentences() {}

  static String of(Throwable error) {
    String what = error.getMessage() == null ? error.toString() : error.getMessage();
    return switch (error) {
      case ConnectionRefusedException _ ->
          what + ": nobody listens there; 'jackfield up' starts the services";
      case UnknownHostException _ -> "unknown host: " + what;
      default -> what;
    };
  }

  /** Why an address cannot be listened on; the address itself is named before this. */
  static String ofBind(Throwable error) {
    String what =
        error instanceof KernelFailure failed
            ? failed.failure().errno().meaning() + " (" + failed.failure().errno().symbol() + ")"
            : of(error);
    return switch (error) {
      case AddressInUseException _ -> what + "; stop who has it, or choose another address";
      case BindDeniedException _ ->
          what + "; ports below 1024 need root or the capability CAP_NET_BIND_SERVICE";
      case AddressUnavailableException _ -> what + "; 'ip address' lists those there are";
      default -> what;
    };
  }
}
