package io.jackfield.cli;

import io.jackfield.reactor.endpoint.Endpoint;
import io.jackfield.reactor.endpoint.EndpointParser;
import io.jackfield.reactor.endpoint.EndpointSyntaxException;
import io.jackfield.tls.TlsEndpoint;

/**
 * One end of a relay as it is typed.
 *
 * @param listens whether it waits for somebody to connect
 */
record RelayPlace(Endpoint endpoint, boolean listens) {
  private static final String LISTEN = "listen:";

  /**
   * Reads it.
   *
   * @throws CommandException of wrong usage, pointing at what is wrong
   */
  static RelayPlace parse(String text, Told told) {
    boolean listens = text.startsWith(LISTEN);
    String endpoint = listens ? text.substring(LISTEN.length()) : text;
    try {
      return new RelayPlace(
          TlsEndpoint.addTo(EndpointParser.standard(), null, null, told::handshakeFailed)
              .parse(endpoint),
          listens);
    } catch (EndpointSyntaxException e) {
      throw new CommandException(Exit.USAGE, String.valueOf(e.getMessage()));
    }
  }
}
