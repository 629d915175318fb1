package io.jackfield.server;

import io.jackfield.socket.Socket;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** A conversation over a stream socket. The handler's thread owns it but for {@link #drain}. */
final class Conversation implements StreamRequest, RequestInput.Source, RequestOutput.Sink {
  /** How long a client that still sends may go on until the connection is closed on it. */
  private static final Duration LINGER = Duration.ofSeconds(2);

  private final Socket socket;
  private final Carrier carrier;
  private final SocketAddress client;
  private final SocketAddress server;
  private final RequestInput in = new RequestInput(this);
  private final RequestOutput out = new RequestOutput(this);
  private long bytesIn;
  private long bytesOut;

  private volatile boolean draining;

  Conversation(Socket socket, Carrier carrier, SocketAddress client, SocketAddress server) {
    this.socket = socket;
    this.carrier = carrier;
    this.client = client;
    this.server = server;
  }

  @Override
  public SocketAddress clientAddress() {
    return client;
  }

  @Override
  public SocketAddress serverAddress() {
    return server;
  }

  @Override
  public RequestInput in() {
    return in;
  }

  @Override
  public OutputStream out() {
    return out;
  }

  @Override
  public long bytesIn() {
    return bytesIn;
  }

  @Override
  public long bytesOut() {
    return bytesOut;
  }

  @Override
  public void shutdownOutput() throws IOException {
    out.close();
  }

  @Override
  public void end() throws IOException {
    carrier.end();
  }

  /** What comes before the first byte; false if the conversation is over with that. */
  boolean begin() throws IOException {
    return carrier.begin(this::isDraining);
  }

  @Override
  public int receive(ByteBuffer into, boolean midway) throws IOException {
    out.flush();
    try {
      int received = carrier.receive(into, () -> draining && !midway);
      bytesIn += Math.max(received, 0);
      return received;
    } catch (SocketTimeoutException e) {
      throw new IdleTimeoutException(e);
    }
  }

  private boolean isDraining() {
    return draining;
  }

  @Override
  public int available() throws IOException {
    return carrier.available();
  }

  /** The time-out begins anew with each byte the client takes: a slow reader is no silent one. */
  @Override
  public void send(ByteBuffer from) throws IOException {
    try {
      while (from.hasRemaining()) {
        bytesOut += carrier.send(from);
      }
    } catch (SocketTimeoutException e) {
      throw new IdleTimeoutException(e);
    }
  }

  /**
   * From now on the stream ends where nothing is unanswered: at once if the handler waits for a new
   * question, else when it has answered those that have arrived. Any thread.
   */
  void drain() {
    draining = true;
    socket.wakeReceivers();
  }

  /** Ends it at once. Any thread. */
  void abort() {
    try {
      socket.close();
    } catch (IOException e) {
      // Closed all the same.
    }
  }

  /**
   * Ends it in order: what was written arrives even though the client may still be sending, which a
   * bare close would answer with a reset that overtakes our last words. By the handler's thread.
   */
  void close() {
    try {
      shutdownOutput();
      if (in.cutOff() || socket.available() > 0) {
        linger();
      }
    } catch (IOException e) {
      // The client is gone: there is nobody to take leave of.
    } finally {
      abort();
    }
  }

  private void linger() throws IOException {
    long deadline = System.nanoTime() + LINGER.toNanos();
    ByteBuffer unread = ByteBuffer.allocate(RequestInput.CHUNK_BYTES);
    for (long left = LINGER.toNanos(); left > 0; left = deadline - System.nanoTime()) {
      socket.timeout(Duration.ofNanos(left));
      if (socket.receive(unread.clear()) < 0) {
        return;
      }
    }
  }
}
