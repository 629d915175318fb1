package io.jackfield.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Supplier;

/** Runs an {@link Exchange} on a thread that waits for what the client says. */
public final class ExchangeHandler extends StreamRequestHandler {
  private final Exchange exchange;

  /** Runs this one. */
  public ExchangeHandler(Exchange exchange) {
    this.exchange = exchange;
  }

  /** What a {@link ServerBuilder#handler} takes: a handler with an exchange of its own each. */
  public static Supplier<ExchangeHandler> of(Supplier<? extends Exchange> exchanges) {
    return () -> new ExchangeHandler(exchanges.get());
  }

  @Override
  protected void handle() throws IOException {
    Exchange.Answer answer = this::write;
    exchange.begin(request().clientAddress(), answer);
    for (ByteBuffer chunk; (chunk = in().readChunk()) != null; ) {
      Exchange.Next next = exchange.received(chunk, answer);
      if (next != Exchange.Next.MORE) {
        in().cutOff(next == Exchange.Next.CUT_OFF);
        return;
      }
      in().insideMessage(exchange.isMidway());
    }
    exchange.ended(answer);
  }

  private void write(ByteBuffer bytes) throws IOException {
    if (bytes.hasArray()) {
      out().write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
      bytes.position(bytes.limit());
    } else {
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      out().write(copy);
    }
  }
}
