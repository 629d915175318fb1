package io.jackfield.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.socket.CallFailure;
import io.jackfield.socket.ConnectionRefusedException;
import io.jackfield.socket.Errno;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SentencesTest {
  private static final int ECONNREFUSED = 111; // Linux, asm-generic/errno.h

  private static final String HINT = "nobody listens there; 'jackfield up' starts the services";

  private static String refusedAt(SocketAddress address) {
    var failure = new CallFailure("connect", new Errno(ECONNREFUSED), null, address);
    return Sentences.of(new ConnectionRefusedException(failure));
  }

  private static String refusedAt(int port) {
    return refusedAt(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  @ParameterizedTest
  @ValueSource(ints = {7_070, 9_999, 10_007})
  void whereAServiceWouldBeItIsSaidWhatStartsIt(int port) {
    assertThat(refusedAt(port)).endsWith(HINT);
  }

  @ParameterizedTest
  @ValueSource(ints = {70, 10_008})
  void whereNoneWouldBeItIsSaidThatNobodyListens(int port) {
    assertThat(refusedAt(port)).endsWith("nobody listens there");
  }

  @Test
  void norWouldOneBeInTheUnixDomain() {
    assertThat(refusedAt(UnixDomainSocketAddress.of("/run/echo"))).endsWith("nobody listens there");
  }
}
