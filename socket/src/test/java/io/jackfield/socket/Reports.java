package io.jackfield.socket;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** What one wait of a multiplexer reports, by the name attached. */
final class Reports {
  private Reports() {}

  /** Waits as long as it takes. */
  static Map<String, Readiness> next(Multiplexer<String> multiplexer) throws IOException {
    return within(multiplexer, Socket.NEVER);
  }

  /** Does not wait. */
  static Map<String, Readiness> now(Multiplexer<String> multiplexer) throws IOException {
    return within(multiplexer, Duration.ZERO);
  }

  private static Map<String, Readiness> within(Multiplexer<String> multiplexer, Duration timeout)
      throws IOException {
    var reported = new HashMap<String, Readiness>();
    multiplexer.await(
        timeout, (registration, ready) -> reported.put(registration.attachment(), ready));
    return reported;
  }
}
