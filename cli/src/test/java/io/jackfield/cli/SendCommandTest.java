package io.jackfield.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SendCommandTest {
  @ParameterizedTest
  @CsvSource({
    "example.org, example.org, 9000",
    "example.org:9001, example.org, 9001",
    "192.0.2.7, 192.0.2.7, 9000",
    "2001:db8::7, 2001:db8::7, 9000",
    "[2001:db8::7], 2001:db8::7, 9000",
    "[2001:db8::7]:9001, 2001:db8::7, 9001"
  })
  void thePortNeedNotBeSaid(String typed, String host, int port) {
    assertThat(SendCommand.place(typed)).isEqualTo(new HostPort(host, port));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ":9000", "example.org:", "example.org:ftp", "example.org:65536", "[::1"})
  void whatIsNoPlaceIsRefused(String typed) {
    assertThatThrownBy(() -> SendCommand.place(typed)).isInstanceOf(CommandException.class);
  }
}
