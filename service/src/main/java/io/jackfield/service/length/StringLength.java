package io.jackfield.service.length;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jackfield.server.LineTooLongException;
import io.jackfield.server.StreamRequestHandler;
import io.jackfield.service.text.Lines;
import io.jackfield.socket.address.Addresses;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * Asks for a line and tells how many Unicode code points it has after {@link String#strip}; then it
 * closes. A stream that ends without a line gets no answer.
 */
public final class StringLength extends StreamRequestHandler {
  @Override
  protected void handle() throws IOException {
    say("welcome, " + pythonTuple(request().clientAddress()) + "\n");
    say("Please enter a string:");
    try {
      byte[] line = in().readLine(Lines.LIMIT_BYTES);
      if (line != null) {
        String text = new String(line, UTF_8).strip();
        say("You entered " + text.codePointCount(0, text.length()) + " characters.\n");
      }
    } catch (LineTooLongException e) {
      Lines.refuse(out(), e);
    }
  }

  private void say(String text) throws IOException {
    out().write(text.getBytes(UTF_8));
  }

  /** {@code ('127.0.0.1', 40123)}; of a Unix socket {@code ('PATH', 0)}. */
  static String pythonTuple(SocketAddress client) {
    return client instanceof InetSocketAddress inet
        ? "('" + Addresses.hostText(inet.getAddress()) + "', " + inet.getPort() + ")"
        : "('" + client + "', 0)";
  }
}
