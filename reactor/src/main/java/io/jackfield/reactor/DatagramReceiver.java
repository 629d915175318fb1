package io.jackfield.reactor;

import io.jackfield.reactor.driver.Chunk;
import io.jackfield.reactor.driver.Handle;
import io.jackfield.socket.ControlMessage;
import io.jackfield.socket.ControlMessage.SegmentSize;
import io.jackfield.socket.ReceivedMessage;
import java.util.List;

/** Tells a port's messages as they arrive, or holds what a driver tells while reading is paused. */
final class DatagramReceiver {
  /** {@code CMSG_SPACE(sizeof(int))}: what comes with a train. */
  private static final int SEGMENT_CONTROL_BYTES = 24;

  private final DatagramPort port;
  private final Handle handle;
  private final DatagramProtocol protocol;
  private final int controlBytes;
  private final boolean trains;
  private final HeldMessages held = new HeldMessages();
  private boolean paused;

  DatagramReceiver(
      DatagramPort port, Handle handle, DatagramProtocol protocol, DatagramOptions options) {
    this.port = port;
    this.handle = handle;
    this.protocol = protocol;
    trains = options.receiveTrains();
    controlBytes =
        trains
            ? Math.clamp(options.controlBytes() + SEGMENT_CONTROL_BYTES, 256, 4_096)
            : options.controlBytes();
  }

  /** Has the driver receive, or not while it is paused. */
  void receive() {
    if (!port.isDeaf()) {
      receive(!paused);
    }
  }

  private void receive(boolean on) {
    port.reactor().driver().receiveMessages(handle, controlBytes, on);
  }

  void pause() {
    paused = true;
    receive();
  }

  void resume() {
    if (paused && !port.isDeaf()) {
      paused = false;
      port.reactor()
          .execute(() -> {
            held.deliver(this::deliver, () -> paused);
            receive();
          });
    }
  }

  void received(Chunk chunk, ReceivedMessage message) {
    if (!trains) {
      received(chunk, 0, message);
      return;
    }
    int segment = segmentBytes(message);
    if (segment > 0) {
      split(chunk, segment, message);
    } else {
      // Without room for what tells that it is a train, nobody knows where its datagrams end.
      received(
          chunk, 0, message.controlTruncated() ? part(message, message.length(), true) : message);
    }
  }

  /** Of how many bytes each datagram of a train is, but the last; 0 if it is none. */
  private static int segmentBytes(ReceivedMessage message) {
    List<ControlMessage> control = message.control();
    for (int i = 0; i < control.size(); i++) {
      if (control.get(i) instanceof SegmentSize(int bytes)) {
        return bytes;
      }
    }
    return 0;
  }

  /** Tells each datagram of a train by itself; what is sent meanwhile may be one as well. */
  private void split(Chunk chunk, int segment, ReceivedMessage train) {
    port.gather();
    int end = Math.min(train.length(), chunk.size());
    ReceivedMessage whole = part(train, segment, false);
    for (int from = 0; from < end; from += segment) {
      int length = Math.min(segment, end - from);
      boolean isCut = train.truncated() && from + length == end;
      ReceivedMessage one = length == segment && !isCut ? whole : part(train, length, isCut);
      received(chunk, from, one);
      port.reactor().loop().settle();
    }
  }

  private static ReceivedMessage part(ReceivedMessage train, int length, boolean isTruncated) {
    List<ControlMessage> control = train.control();
    return new ReceivedMessage(
        train.source(),
        length,
        isTruncated,
        train.controlTruncated(),
        train.endOfRecord(),
        train.outOfBand(),
        train.fromErrorQueue(),
        control.size() == 1 && control.getFirst() instanceof SegmentSize
            ? List.of()
            : control.stream().filter(one -> !(one instanceof SegmentSize)).toList());
  }

  private void received(Chunk chunk, int from, ReceivedMessage message) {
    if ((paused || !held.isEmpty()) && !port.isDeaf()) {
      held.hold(chunk, from, message);
    } else {
      deliver(chunk, from, message);
    }
  }

  private void deliver(Chunk chunk, int from, ReceivedMessage message) {
    try {
      if (!port.isDeaf()) {
        int length = Math.min(message.length(), chunk.size() - from);
        port.reactor().loop().counters().received(length);
        protocol.datagramReceived(chunk.view(from, from + length), message);
      }
    } catch (Throwable t) {
      port.callbackFailed(t, "datagramReceived");
    } finally {
      HeldMessages.closeDescriptors(message);
    }
  }

  /** No more is wanted. */
  void close() {
    receive(false);
  }

  /** The port is no more. */
  void release() {
    held.release();
  }
}
