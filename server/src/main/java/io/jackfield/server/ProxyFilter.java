package io.jackfield.server;

import io.jackfield.protocol.proxy.ProxyDecoder;
import io.jackfield.protocol.proxy.ProxyHeader;
import io.jackfield.protocol.proxy.ProxyProtocolException;
import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.Timer;
import io.jackfield.reactor.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a proxy says before a connection's first byte; then the connection is another's. The
 * loop's.
 */
final class ProxyFilter implements Protocol {
  /** Who wants to know. One of the two is called, once. */
  interface Outcome {
    /** Makes the protocol of the connection; null refuses it. */
    @Nullable Protocol identified(ProxyHeader header);

    /**
     * There is no header.
     *
     * @param why null if the proxy has gone without a word, as a health check does
     */
    void failed(@Nullable Throwable why);
  }

  private final Duration timeout;
  private final Outcome outcome;
  private final ProxyDecoder decoder = new ProxyDecoder();
  private @Nullable Transport transport;
  private @Nullable Timer deadline;
  private boolean begun;
  private boolean done;

  ProxyFilter(Duration timeout, Outcome outcome) {
    this.timeout = timeout;
    this.outcome = outcome;
  }

  @Override
  public void connectionMade(Transport made) {
    transport = made;
    deadline = made.reactor().callLater(timeout, () -> fail(ProxyReading.tookTooLong(timeout)));
  }

  private Transport transport() {
    return Objects.requireNonNull(transport, "not connected");
  }

  @Override
  public void dataReceived(ByteBuffer data) {
    begun = true;
    ProxyHeader header;
    try {
      header = decoder.feed(data);
    } catch (ProxyProtocolException e) {
      fail(e);
      return;
    }
    if (header != null) {
      done();
      Protocol next = outcome.identified(header);
      if (next == null) {
        transport().close();
        return;
      }
      transport().protocol(next);
      next.connectionMade(transport());
      if (data.hasRemaining()) {
        next.dataReceived(data);
      }
    }
  }

  private void done() {
    done = true;
    if (deadline != null) {
      deadline.cancel();
    }
  }

  private void fail(IOException why) {
    if (!done) {
      done();
      outcome.failed(why);
      transport().abort();
    }
  }

  @Override
  public void connectionLost(LossReason reason) {
    if (!done) {
      done();
      outcome.failed(begun ? ProxyReading.cutOff() : null);
    }
  }
}
