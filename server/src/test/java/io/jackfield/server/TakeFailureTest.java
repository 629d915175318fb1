package io.jackfield.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.socket.CallFailure;
import io.jackfield.socket.Errno;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TakeFailureTest {
  @ParameterizedTest
  @CsvSource({
    "EPERM, 1, TRANSIENT",
    "ENONET, 64, TRANSIENT",
    "EPROTO, 71, TRANSIENT",
    "ENOPROTOOPT, 92, TRANSIENT",
    "ENETDOWN, 100, TRANSIENT",
    "ENETUNREACH, 101, TRANSIENT",
    "ECONNABORTED, 103, TRANSIENT",
    "ECONNRESET, 104, TRANSIENT",
    "ECONNREFUSED, 111, TRANSIENT",
    "EHOSTDOWN, 112, TRANSIENT",
    "EHOSTUNREACH, 113, TRANSIENT",
    "ENOMEM, 12, RESOURCE",
    "ENFILE, 23, RESOURCE",
    "EMFILE, 24, RESOURCE",
    "EOPNOTSUPP, 95, RESOURCE",
    "ENOBUFS, 105, RESOURCE",
    "E999, 999, RESOURCE",
    "EBADF, 9, FATAL",
    "EFAULT, 14, FATAL",
    "EINVAL, 22, FATAL",
    "ENOTSOCK, 88, FATAL"
  })
  void anErrnoSaysWhetherToGoOn(String symbol, int number, TakeFailure meaning) {
    var errno = new Errno(number);
    assertThat(errno.symbol()).isEqualTo(symbol);
    IOException failure = new CallFailure("accept", errno, null, null).exception();
    assertThat(TakeFailure.of(failure)).isEqualTo(meaning);
  }

  @Test
  void aClosedSocketIsOfNoUseAndWhatIsUnknownMayPass() {
    assertThat(TakeFailure.of(new ClosedChannelException())).isEqualTo(TakeFailure.FATAL);
    assertThat(TakeFailure.of(new IOException("?"))).isEqualTo(TakeFailure.RESOURCE);
  }
}
