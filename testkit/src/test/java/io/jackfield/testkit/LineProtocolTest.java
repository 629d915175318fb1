package io.jackfield.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.reactor.LineProtocol;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link LineProtocol} on a transport without a network. */
final class LineProtocolTest {
  private static final int LIMIT_BYTES = 10;

  private final List<String> lines = new ArrayList<>();
  private final Lines protocol = new Lines();
  private final StringTransport transport = new StringTransport(protocol);

  private final class Lines extends LineProtocol {
    Lines() {
      super(LIMIT_BYTES);
    }

    @Override
    protected void lineReceived(String line) {
      lines.add(line);
      sendLine("<" + line + ">");
    }
  }

  @ParameterizedTest(name = "{0} bytes at a time")
  @ValueSource(ints = {1, 2, 3, 7, 4_096})
  void linesDoNotDependOnHowTheBytesArrive(int piece) {
    transport.receive("a\n\r\nGrüße\r\nb\rc\n\nrest".getBytes(UTF_8), piece);
    assertThat(lines).containsExactly("a", "", "Grüße", "b\rc", "");
    assertThat(transport.text()).isEqualTo("<a>\n<>\n<Grüße>\n<b\rc>\n<>\n");
  }

  @Test
  void whatIsNoUtf8IsReplaced() {
    transport.receive(new byte[] {'a', (byte) 0xff, '\n', (byte) 0xc3, '\n'});
    assertThat(lines).containsExactly("a\ufffd", "\ufffd");
  }

  @ParameterizedTest
  @ValueSource(ints = {LIMIT_BYTES, LIMIT_BYTES + 1})
  void aLineHasALimit(int length) {
    protocol.connectionMade(transport);
    var line = ByteBuffer.wrap(("x".repeat(length) + "\n").getBytes(UTF_8));
    if (length == LIMIT_BYTES) {
      protocol.dataReceived(line);
      assertThat(lines).containsExactly("x".repeat(length));
    } else {
      assertThatThrownBy(() -> protocol.dataReceived(line))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("a line of more than 10 bytes");
      assertThat(lines).isEmpty();
    }
  }

  @Test
  void aLimitOfNothingIsRefused() {
    assertThatThrownBy(() ->
            new LineProtocol(0) {
              @Override
              protected void lineReceived(String line) {}
            })
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Random bytes: every line comes, in order, whatever the pieces. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void anyLinesComeInAnyPieces(long seed) {
    var random = new Random(seed);
    var sent = new ArrayList<String>();
    var wire = new StringBuilder();
    for (int n = 0; n < 1_000; n++) {
      var line = new StringBuilder();
      for (int left = random.nextInt(4); left > 0; left--) {
        line.append("aä文".charAt(random.nextInt(3)));
      }
      sent.add(line.toString());
      wire.append(line).append(random.nextBoolean() ? "\n" : "\r\n");
    }
    transport.receive(wire.toString().getBytes(UTF_8), 1 + random.nextInt(20));
    assertThat(lines).isEqualTo(sent);
  }
}
