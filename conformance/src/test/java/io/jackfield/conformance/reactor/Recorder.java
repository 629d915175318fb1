package io.jackfield.conformance.reactor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.Transport;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A protocol that writes down what it is told, and does what a test has it do. */
class Recorder implements Protocol {
  final List<String> told = new ArrayList<>();
  final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private @Nullable Transport transport;
  @Nullable LossReason lost;

  /** Whether our half stays open when the peer's has ended. */
  boolean keepsOpen;

  Transport transport() {
    return requireNonNull(transport);
  }

  boolean isMade() {
    return transport != null;
  }

  boolean isLost() {
    return lost != null;
  }

  String text() {
    return data.toString(UTF_8);
  }

  void say(String text) {
    transport().write(ByteBuffer.wrap(text.getBytes(UTF_8)));
  }

  @Override
  public void connectionMade(Transport made) {
    transport = made;
    told.add("made");
  }

  @Override
  public void dataReceived(ByteBuffer bytes) {
    if (!told.getLast().equals("data")) {
      told.add("data");
    }
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    data.writeBytes(copy);
  }

  @Override
  public boolean endReceived() {
    told.add("end");
    return keepsOpen;
  }

  @Override
  public void writePaused() {
    told.add("paused");
  }

  @Override
  public void writeResumed() {
    told.add("resumed");
  }

  @Override
  public void connectionLost(LossReason reason) {
    told.add("lost " + reason.getClass().getSimpleName());
    lost = reason;
  }
}
