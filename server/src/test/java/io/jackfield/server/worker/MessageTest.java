package io.jackfield.server.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a server and its workers say, as bytes and back. */
final class MessageTest {
  private static final SocketAddress CLIENT =
      new InetSocketAddress(InetAddress.ofLiteral("fe80::1%1"), 65_535);

  private static final byte[] DATA = {1, 2, 3};

  static List<Message> all() {
    Failure failure = Failure.of(new IllegalStateException("as it was told to"));
    var settings =
        new Settings(
            "echo",
            UnixDomainSocketAddress.of("/run/echo"),
            Settings.Form.STREAM_EXCHANGE,
            "a.Type",
            Map.of("key", "value"),
            DATA,
            Duration.ofNanos(1),
            Duration.ofDays(365),
            100,
            101,
            102,
            1,
            2,
            true,
            false);
    return List.of(
        new Message.Begin(settings),
        new Message.Tls(DATA),
        new Message.Limits(DATA),
        new Message.Serve(),
        new Message.Take(1, CLIENT, null, DATA),
        new Message.Take(Long.MAX_VALUE, CLIENT, DATA, new byte[0]),
        new Message.Drain(2),
        new Message.Abort(3),
        new Message.Verdict(4, true),
        new Message.Count(),
        new Message.Stop(),
        new Message.Ready(),
        new Message.Arrived(5, UnixDomainSocketAddress.of(""), DATA, true),
        new Message.Cut(CLIENT, DATA, 70_000),
        new Message.Over(6, 7, 8, failure),
        new Message.Over(9, 10, 11, null),
        new Message.Enough(),
        new Message.Counts(new long[] {12, 13}));
  }

  @ParameterizedTest
  @MethodSource("all")
  void whatIsReadIsWhatWasWritten(Message message) throws IOException {
    byte[] bytes = message.encoded();
    Message read = Message.decoded(bytes);
    assertThat(read).hasSameClassAs(message);
    assertThat(read.encoded()).isEqualTo(bytes);
  }

  /** Nothing but an exception of this kind, and no memory that was only promised. */
  @Test
  void whatIsNoMessageIsRefusedInOrder() {
    var random = new Random(1);
    int refused = 0;
    for (Message message : all()) {
      byte[] bytes = message.encoded();
      for (int i = 0; i < 1_000; i++) {
        byte[] broken = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
        if (broken.length > 0) {
          broken[random.nextInt(broken.length)] = (byte) random.nextInt();
        }
        try {
          var _ = Message.decoded(broken);
        } catch (IOException e) {
          refused++;
        }
      }
    }
    assertThat(refused).isPositive();
  }
}
