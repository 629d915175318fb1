package io.jackfield.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.reactor.driver.Chunk;
import io.jackfield.reactor.driver.Completions;
import io.jackfield.reactor.driver.Driver;
import io.jackfield.reactor.driver.Handle;
import io.jackfield.reactor.driver.Outgoing;
import io.jackfield.socket.ReceivedMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what a driver tells of one handle, and holds it to the seam: nothing after the close
 * but {@code closed}, and that once.
 */
class Recorder implements Completions {
  final Driver driver;
  final Handle handle;
  final List<Recorder> accepted = new ArrayList<>();
  final List<Integer> acceptFailures = new ArrayList<>();
  final List<IOException> turnedAway = new ArrayList<>();
  final ByteArrayOutputStream received = new ByteArrayOutputStream();
  final List<ReceivedMessage> messages = new ArrayList<>();
  final List<byte[]> messageBytes = new ArrayList<>();

  /** How often it was told of bytes of a stream. */
  int parts;

  @Nullable Integer connected;
  @Nullable Integer ended;
  @Nullable Integer sent;
  final List<Integer> datagramErrors = new ArrayList<>();
  boolean closing;
  int closed;
  Outgoing outgoing;
  boolean sending;
  int sendError;

  Recorder(Driver driver, Handle handle) {
    this.driver = driver;
    this.handle = handle;
    outgoing = new Outgoing(driver.sendChunks());
    handle.attach(this);
  }

  void close(boolean reset) {
    closing = true;
    driver.close(handle, reset);
  }

  private void mayTell(String what) {
    assertThat(closing).as(what + " after the close").isFalse();
  }

  @Override
  public void accepted(@Nullable Handle connection, int result) {
    mayTell("accepted");
    if (connection == null) {
      assertThat(result).isNegative();
      acceptFailures.add(result);
    } else {
      assertThat(result).isZero();
      accepted.add(new Recorder(driver, connection));
    }
  }

  @Override
  public void turnedAway(IOException why) {
    mayTell("turnedAway");
    turnedAway.add(why);
  }

  @Override
  public void connected(int result) {
    mayTell("connected");
    assertThat(connected).as("told twice that it is connected").isNull();
    connected = result;
  }

  @Override
  public void received(Chunk chunk, int from, int to) {
    mayTell("received");
    assertThat(to).isGreaterThan(from);
    assertThat(ended).as("bytes after the end").isNull();
    parts++;
    byte[] bytes = new byte[to - from];
    chunk.view(from, to).get(bytes);
    received.writeBytes(bytes);
  }

  @Override
  public void received(Chunk chunk, ReceivedMessage message) {
    mayTell("received");
    byte[] bytes = new byte[Math.min(message.length(), chunk.size())];
    chunk.view(0, bytes.length).get(bytes);
    messages.add(message);
    messageBytes.add(bytes);
  }

  @Override
  public void receiveEnded(int result) {
    mayTell("receiveEnded");
    ended = result;
  }

  @Override
  public void sent(int result) {
    mayTell("sent");
    assertThat(sending).as("sent without a send that is pending").isTrue();
    sending = false;
    sent = result;
    if (result >= 0 && !outgoing.isEmpty()) { // Else it was a message.
      outgoing.advance(result);
    }
    sendMore();
  }

  @Override
  public void closed() {
    assertThat(closing).as("closed by nobody").isTrue();
    closed++;
    outgoing.clear();
    assertThat(closed).isEqualTo(1);
  }

  /** Sends all of it, in as many sends as it takes. */
  void send(byte[] bytes) {
    outgoing.append(ByteBuffer.wrap(bytes));
    sendMore();
  }

  private void sendMore() {
    if (sent != null && sent < 0) {
      sendError = sent;
      return;
    }
    while (!sending && !closing && !outgoing.isEmpty()) {
      int result = driver.send(handle, outgoing);
      if (result == Driver.PENDING) {
        sending = true;
      } else if (result < 0) {
        sendError = result;
        return;
      } else {
        assertThat(result).isPositive();
        outgoing.advance(result);
      }
    }
  }
}
