package io.jackfield.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A session with a sink that remembers: one end of a connection in memory. */
final class End implements TlsSink {
  final TlsSession session;
  final List<String> events = new ArrayList<>();
  final ByteArrayOutputStream plain = new ByteArrayOutputStream();
  private final ByteArrayOutputStream wire = new ByteArrayOutputStream();
  @Nullable TlsException failure;
  boolean runsTasks = true;
  boolean readOnly;

  End(TlsSession session) {
    this.session = session;
  }

  interface Step {
    void run() throws TlsException;
  }

  /** Does it and remembers the failure; then runs the tasks that are due. */
  End does(Step step) {
    try {
      step.run();
      while (runsTasks && session.needsTask()) {
        session.takeTask().run();
        session.taskDone(this);
      }
    } catch (TlsException e) {
      failure = e;
      events.add("failed " + e.reason());
    }
    return this;
  }

  End start() {
    return does(() -> session.start(this));
  }

  End send(String text) {
    return does(() -> session.send(ByteBuffer.wrap(text.getBytes(ISO_8859_1)), this));
  }

  End send(byte[] bytes) {
    return does(() -> session.send(ByteBuffer.wrap(bytes), this));
  }

  End close() {
    return does(() -> session.closeOutbound(this));
  }

  End feed(byte[] bytes, int chunk) {
    for (int at = 0; at < bytes.length; at += chunk) {
      byte[] copy = java.util.Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + chunk));
      ByteBuffer part = ByteBuffer.wrap(copy);
      does(() -> session.feed(readOnly ? part.asReadOnlyBuffer() : part, this));
      if (part.hasRemaining() && !readOnly) {
        throw new AssertionError("not all was taken");
      }
    }
    return this;
  }

  /** What is to be sent, taken away. */
  byte[] takeWire() {
    byte[] bytes = wire.toByteArray();
    wire.reset();
    return bytes;
  }

  String text() {
    return plain.toString(ISO_8859_1);
  }

  TlsException failure() {
    if (failure == null) {
      throw new AssertionError("no failure, but " + events);
    }
    return failure;
  }

  @Override
  public void cipherToSend(ByteBuffer cipher) {
    var bytes = new byte[cipher.remaining()];
    cipher.get(bytes);
    wire.writeBytes(bytes);
  }

  @Override
  public void plainReceived(ByteBuffer bytes) {
    events.add("plain " + bytes.remaining());
    var copy = new byte[bytes.remaining()];
    bytes.get(copy);
    plain.writeBytes(copy);
  }

  @Override
  public void handshakeDone(TlsInfo info) {
    events.add("handshake " + info.protocol());
  }

  @Override
  public void peerClosed() {
    events.add("closed");
  }

  /** Carries bytes both ways, so many at a time, until neither has more. */
  static void carry(End one, End other, int chunk) {
    while (true) {
      byte[] there = one.takeWire();
      other.feed(there, chunk);
      byte[] back = other.takeWire();
      one.feed(back, chunk);
      if (there.length == 0 && back.length == 0) {
        return;
      }
    }
  }

  /** Handshakes as far as it goes. */
  static void handshake(End client, End server, int chunk) {
    server.start();
    client.start();
    carry(client, server, chunk);
  }
}
