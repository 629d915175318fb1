package io.jackfield.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.reactor.endpoint.EndpointParser;
import io.jackfield.reactor.endpoint.EndpointSyntaxException;
import io.jackfield.reactor.endpoint.HostPort;
import io.jackfield.reactor.endpoint.Options;
import org.junit.jupiter.api.Test;

final class TlsEndpointTest {
  private final EndpointParser parser = TlsEndpoint.addTo(EndpointParser.standard());

  @Test
  void itIsReadAndWritten() {
    assertThat(parser.parse("tls://example.org:443?alpn=h2"))
        .hasToString("tls://example.org:443?alpn=h2");
    assertThat(parser.parse("tls://[::1]:1"))
        .isEqualTo(new TlsEndpoint(new HostPort("::1", 1), Options.NONE));
  }

  @Test
  void itIsKnownThenAndItsErrorsPointAtTheCharacter() {
    assertThatThrownBy(() -> parser.parse("x:")).hasMessageContaining("tcp, tls, udp");
    assertThatThrownBy(() -> parser.parse("tls://a:x"))
        .isInstanceOfSatisfying(
            EndpointSyntaxException.class, e -> assertThat(e.index()).isEqualTo(8));
  }
}
