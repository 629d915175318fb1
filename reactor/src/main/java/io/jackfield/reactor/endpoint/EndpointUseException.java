package io.jackfield.reactor.endpoint;

import java.io.IOException;

/**
 * An endpoint cannot do what is asked of it: a command cannot listen, a datagram socket takes no
 * connections. The message says why, and what to do instead.
 */
public final class EndpointUseException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * @param endpoint as it is written
   * @param why it cannot, and what to do instead
   */
  public EndpointUseException(Endpoint endpoint, String why) {
    super(endpoint + ": " + why);
  }
}
