package io.jackfield.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import org.junit.jupiter.api.Test;

final class SocketOptionsTest {
  @Test
  void eachFlagCanBeSetReadBackAndTakenBack() throws IOException {
    try (Socket socket = Socket.open(StandardProtocolFamily.INET6, SocketType.STREAM)) {
      for (SocketOption<?> option : socket.supportedOptions()) {
        if (option.type() == Boolean.class) {
          @SuppressWarnings("unchecked") // Checked on the line above.
          var flag = (SocketOption<Boolean>) option;
          assertThat(socket.setOption(flag, true).getOption(flag)).as(option.name()).isTrue();
          assertThat(socket.setOption(flag, false).getOption(flag)).as(option.name()).isFalse();
        }
      }
    }
  }

  @Test
  void theKernelDoublesABufferSize() throws IOException {
    try (Socket socket = Socket.open(StandardProtocolFamily.INET, SocketType.STREAM)) {
      socket.setOption(SocketOptions.RECEIVE_BUFFER, 40_000);
      assertThat(socket.getOption(StandardSocketOptions.SO_RCVBUF)).isEqualTo(80_000);
      socket.setOption(StandardSocketOptions.SO_SNDBUF, 50_000);
      assertThat(socket.getOption(SocketOptions.SEND_BUFFER)).isEqualTo(100_000);
    }
  }

  @Test
  void anOptionOfAnotherLevelIsRefusedWithItsName() throws IOException {
    try (Socket unix = Socket.open(StandardProtocolFamily.UNIX, SocketType.STREAM)) {
      assertThatThrownBy(() -> unix.setOption(TcpOptions.NO_DELAY, true))
          .isInstanceOf(KernelException.class)
          .hasMessageContaining("TCP_NODELAY");
      assertThatThrownBy(() -> unix.getOption(StandardSocketOptions.IP_MULTICAST_TTL))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("IP_MULTICAST_TTL");
    }
  }
}
