package io.jackfield.conformance.reactor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.jackfield.reactor.DatagramProtocol;
import io.jackfield.reactor.DatagramTransport;
import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.SendOutcome;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down what it is told of messages, and does what a test has it do. */
class DatagramRecorder implements DatagramProtocol {
  final List<String> told = new ArrayList<>();
  final List<String> messages = new ArrayList<>();
  final List<IOException> failures = new ArrayList<>();
  @Nullable SocketAddress from;
  @Nullable LossReason stopped;
  private @Nullable DatagramTransport transport;

  DatagramTransport transport() {
    return requireNonNull(transport);
  }

  static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  SendOutcome say(String text, SocketAddress to) {
    return transport().send(bytes(text), to);
  }

  SendOutcome say(String text) {
    return transport().send(bytes(text));
  }

  SocketAddress address() {
    return requireNonNull(transport().localAddress());
  }

  @Override
  public void bound(DatagramTransport made) {
    transport = made;
    told.add("bound");
  }

  @Override
  public void datagramReceived(ByteBuffer data, @Nullable SocketAddress sender) {
    messages.add(UTF_8.decode(data).toString());
    from = sender;
  }

  @Override
  public void connectionRefused() {
    told.add("refused");
  }

  @Override
  public void sendFailed(IOException failure) {
    told.add("failed");
    failures.add(failure);
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
  public void stopped(LossReason reason) {
    told.add("stopped " + reason.getClass().getSimpleName());
    stopped = reason;
  }
}
