package io.jackfield.conformance.reactor.peers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.Transport;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/** What a protocol is told, for the test's thread; keeps its half open when the peer's ends. */
class Told implements Protocol {
  final CompletableFuture<Transport> made = new CompletableFuture<>();
  final CompletableFuture<Boolean> ended = new CompletableFuture<>();
  final CompletableFuture<Boolean> paused = new CompletableFuture<>();
  final CompletableFuture<LossReason> lost = new CompletableFuture<>();
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();

  /** What a test waits for, by its length in bytes. */
  private volatile int wantedBytes;

  private final CompletableFuture<Boolean> wanted = new CompletableFuture<>();

  /** Once made. */
  Transport transport() throws Exception {
    return Loop.soon(made);
  }

  /** For the loop's thread, as are all of a transport's. */
  static void say(Transport transport, String text) {
    transport.write(ByteBuffer.wrap(text.getBytes(ISO_8859_1)));
  }

  /** What came, a char a byte, once it is that long. */
  String await(int bytes) throws Exception {
    wantedBytes = bytes;
    arrived();
    Loop.soon(wanted);
    return text();
  }

  String text() {
    synchronized (data) {
      return data.toString(ISO_8859_1);
    }
  }

  private void arrived() {
    synchronized (data) {
      if (wantedBytes > 0 && data.size() >= wantedBytes) {
        wanted.complete(true);
      }
    }
  }

  @Override
  public void connectionMade(Transport transport) {
    made.complete(transport);
  }

  @Override
  public void dataReceived(ByteBuffer bytes) {
    synchronized (data) {
      data.writeBytes(ISO_8859_1.decode(bytes).toString().getBytes(ISO_8859_1));
    }
    arrived();
  }

  @Override
  public boolean endReceived() {
    ended.complete(true);
    return true;
  }

  @Override
  public void writePaused() {
    paused.complete(true);
  }

  @Override
  public void connectionLost(LossReason reason) {
    lost.complete(reason);
  }
}
