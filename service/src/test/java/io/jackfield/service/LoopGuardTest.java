package io.jackfield.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.socket.address.AbstractUnixAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LoopGuardTest {
  private final LoopGuard guard = new LoopGuard(Services.all(ServiceSettings.at(Path.of(""))));

  private static InetSocketAddress at(String host, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(host), port);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 13, 17, 19, 37, 9_999, 10_007, 10_013, 10_019, 10_037, 21_567})
  void whatComesFromAServiceThatAnswersAnythingIsNotAnswered(int port) {
    assertThat(guard.isSafe(at("127.0.0.1", port))).isFalse();
    assertThat(guard.isSafe(at("2001:db8::1", port))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 6, 8, 9, 53, 10_009, 32_768, 60_999, 65_535})
  void othersAre(int port) {
    assertThat(guard.isSafe(at("127.0.0.1", port))).isTrue();
  }

  @Test
  void soIsNobodyAtAPortWhereThisProcessAnswersElsewhere() {
    assertThat(guard.isSafe(at("127.0.0.1", 65_535))).isTrue();
    guard.add(65_535);
    assertThat(guard.isSafe(at("127.0.0.1", 65_535))).isFalse();
    assertThat(guard.isSafe(at("127.0.0.1", 65_534))).isTrue();
  }

  @Test
  void whoHasNoPortIsSafe() {
    assertThat(guard.isSafe(UnixDomainSocketAddress.of("/run/7"))).isTrue();
    assertThat(guard.isSafe(AbstractUnixAddress.of("7".getBytes(StandardCharsets.US_ASCII))))
        .isTrue();
  }
}
