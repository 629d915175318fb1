package io.jackfield.service.text;

import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.Transport;
import java.nio.ByteBuffer;
import java.util.function.Supplier;

/**
 * A conversation in which the server alone has something to say: it says it when the client is
 * there, and closes. What the client sends is thrown away.
 */
public final class Saying implements Protocol {
  private final Supplier<byte[]> words;

  /** Asks for the words when the client is there. */
  public Saying(Supplier<byte[]> words) {
    this.words = words;
  }

  @Override
  public void connectionMade(Transport transport) {
    transport.write(ByteBuffer.wrap(words.get()));
    transport.close();
  }

  @Override
  public void dataReceived(ByteBuffer data) {
    // Nothing was asked.
  }
}
