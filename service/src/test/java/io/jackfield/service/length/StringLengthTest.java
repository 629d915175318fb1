package io.jackfield.service.length;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import org.junit.jupiter.api.Test;

final class StringLengthTest {
  @Test
  void aClientIsWrittenAsAPythonTuple() {
    assertThat(
            StringLength.pythonTuple(new InetSocketAddress(InetAddress.ofLiteral("::1"), 40_123)))
        .isEqualTo("('::1', 40123)");
    assertThat(
            StringLength.pythonTuple(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 1)))
        .isEqualTo("('127.0.0.1', 1)");
    assertThat(StringLength.pythonTuple(UnixDomainSocketAddress.of("/run/x")))
        .isEqualTo("('/run/x', 0)");
    assertThat(StringLength.pythonTuple(UnixDomainSocketAddress.of(""))).isEqualTo("('', 0)");
  }
}
