package io.jackfield.tls;

import io.jackfield.reactor.endpoint.Endpoint;
import io.jackfield.reactor.endpoint.EndpointParser;
import io.jackfield.reactor.endpoint.HostPort;
import io.jackfield.reactor.endpoint.Options;

/** TLS over TCP: {@code tls://example.org:443}. */
public record TlsEndpoint(HostPort at, Options options) implements Endpoint.Extension {
  private static final String SCHEME = "tls";

  /**
   * One that knows {@code tls} besides what the given one knows.
   *
   * @throws IllegalArgumentException if that one knows it already
   */
  public static EndpointParser addTo(EndpointParser parser) {
    return parser.withScheme(SCHEME, text -> new TlsEndpoint(text.hostPort(), text.options()));
  }

  @Override
  public String scheme() {
    return SCHEME;
  }

  @Override
  public String toString() {
    return SCHEME + "://" + at + options;
  }
}
