package io.jackfield.service.length;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jackfield.service.text.OneLine;
import io.jackfield.socket.address.Addresses;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * Asks for a line and tells how many Unicode code points it has after {@link String#strip}; then it
 * closes. A stream that ends without a line gets no answer.
 */
public final class StringLength extends OneLine {
  @Override
  public void begin(SocketAddress client, Answer answer) throws IOException {
    say("welcome, " + pythonTuple(client) + "\n", answer);
    say("Please enter a string:", answer);
  }

  @Override
  protected void answer(byte[] line, Answer answer) throws IOException {
    String text = new String(line, UTF_8).strip();
    say("You entered " + text.codePointCount(0, text.length()) + " characters.\n", answer);
  }

  private static void say(String text, Answer answer) throws IOException {
    answer.write(text.getBytes(UTF_8));
  }

  /** {@code ('127.0.0.1', 40123)}; of a Unix socket {@code ('PATH', 0)}. */
  static String pythonTuple(SocketAddress client) {
    return client instanceof InetSocketAddress inet
        ? "('" + Addresses.hostText(inet.getAddress()) + "', " + inet.getPort() + ")"
        : "('" + client + "', 0)";
  }
}
