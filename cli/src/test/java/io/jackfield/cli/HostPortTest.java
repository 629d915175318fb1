package io.jackfield.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HostPortTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:80, 127.0.0.1, 80",
    "[::1]:0, ::1, 0",
    "localhost:65535, localhost, 65535",
    ":9999, '', 9999"
  })
  void itIsReadAsItIsTyped(String typed, String host, int port) {
    assertThat(HostPort.parse(typed)).isEqualTo(new HostPort(host, port));
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, the port is missing",
    "::1:80, in brackets",
    "localhost:65536, 0 to 65535",
    "localhost:-1, 0 to 65535",
    "localhost:http, is not a port",
    "localhost:, is not a port",
    "localhost:+1, is not a port",
    "80, the host is missing",
    "[::1], the port is missing",
    "[]:0, in brackets"
  })
  void whatIsWrongWithItIsSaid(String typed, String said) {
    assertThatThrownBy(() -> HostPort.parse(typed))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining(said);
  }

  @Test
  void noHostIsEveryAddress() throws UnknownHostException {
    InetSocketAddress any = new HostPort("", 7).resolve().getFirst();
    assertThat(any.getAddress().isAnyLocalAddress()).isTrue();
    assertThat(any.getPort()).isEqualTo(7);
  }

  @Test
  void anUnknownHostIsNamed() {
    assertThatThrownBy(() -> new HostPort("nobody.invalid", 7).resolve())
        .isInstanceOf(UnknownHostException.class)
        .hasMessage("nobody.invalid");
  }
}
