package io.jackfield.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.Transport;
import java.nio.ByteBuffer;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** Sends back what it is told of, and remembers what that was, a word each, in order. */
class RecordingProtocol implements Protocol {
  /** Any thread. */
  final LinkedBlockingQueue<String> told;

  private @Nullable Transport transport;

  RecordingProtocol(LinkedBlockingQueue<String> told) {
    this.told = told;
  }

  final Transport transport() {
    if (transport == null) {
      throw new IllegalStateException("not connected");
    }
    transport.reactor().requireLoopThread();
    return transport;
  }

  /** What is done with something that has come. */
  void answer(ByteBuffer data) {
    transport().writeLent(data);
  }

  final void write(String text) {
    transport().write(ByteBuffer.wrap(text.getBytes(UTF_8)));
  }

  @Override
  public void connectionMade(Transport made) {
    transport = made;
    told.add("made");
  }

  @Override
  public void dataReceived(ByteBuffer data) {
    told.add("data " + data.remaining());
    answer(data);
  }

  @Override
  public boolean endReceived() {
    told.add("end");
    return false;
  }

  @Override
  public boolean stopping() {
    told.add("stopping");
    return false;
  }

  @Override
  public void connectionLost(LossReason reason) {
    told.add(
        "lost "
            + switch (reason) {
              case LossReason.Done _ -> "done";
              case LossReason.Aborted _ -> "aborted";
              case LossReason.Lost lost -> lost.cause().getMessage();
              case LossReason.TimedOut late -> late.what();
            });
  }
}
