package io.jackfield.cli.gopher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.service.gopher.client.Way;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is printed of a server's answer, which may be anything. */
@Timeout(30)
final class PlainAnswerTest {
  private static String printed(String answer, char type, boolean isTerminal) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      CompletableFuture<Void> served =
          CompletableFuture.runAsync(() -> {
            try (var client = server.accept()) {
              client.getOutputStream().write(answer.getBytes(UTF_8));
              client.shutdownOutput();
              assertThat(client.getInputStream().readAllBytes()).asString().isEqualTo("/a\r\n");
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
      String url = "gopher://127.0.0.1:" + server.getLocalPort() + "/" + type + "/a";
      try {
        PlainAnswer.print(Target.of(url, null), Way.plain(Duration.ofSeconds(20)), out, isTerminal);
      } finally {
        served.join();
      }
    }
    return out.toString(UTF_8);
  }

  @Test
  void aTerminalIsSentNothingThatItWouldObey() throws Exception {
    String text = "\u001b[2Ja\tb \u00e9\ud83d\ude00\u202e\r\n";
    assertThat(printed(text + ".\r\n", '0', true))
        .isEqualTo("\ufffd[2Ja\tb \u00e9\ud83d\ude00\ufffd\n");
    assertThat(printed(text + ".\r\n", '0', false)).isEqualTo(text.replace("\r", ""));
  }

  @Test
  void bytesDoNotGoToATerminal() throws Exception {
    assertThat(printed("\0\1", '9', false)).isEqualTo("\0\1");
    assertThatThrownBy(() -> printed("\0\1", '9', true))
        .hasMessage("these are bytes, no text; --output FILE saves them");
  }

  @Test
  void aMenuIsALineAnItem() throws Exception {
    String menu = "1Dir\t/d\th\t70\r\niwords\t\terror.host\t1\r\n.\r\n";
    assertThat(printed(menu, '1', false)).isEqualTo("Dir  <gopher://h/1/d>\nwords\n");
  }
}
