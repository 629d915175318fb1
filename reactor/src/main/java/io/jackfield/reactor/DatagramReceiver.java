package io.jackfield.reactor;

import io.jackfield.reactor.driver.Chunk;
import io.jackfield.reactor.driver.Handle;
import io.jackfield.socket.ReceivedMessage;

/** Tells a port's messages as they arrive, or holds what a driver tells while reading is paused. */
final class DatagramReceiver {
  private final DatagramPort port;
  private final Handle handle;
  private final DatagramProtocol protocol;
  private final int controlBytes;
  private final HeldMessages held = new HeldMessages();
  private boolean paused;

  DatagramReceiver(DatagramPort port, Handle handle, DatagramProtocol protocol, int controlBytes) {
    this.port = port;
    this.handle = handle;
    this.protocol = protocol;
    this.controlBytes = controlBytes;
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
    if ((paused || !held.isEmpty()) && !port.isDeaf()) {
      held.hold(chunk, 0, message);
    } else {
      deliver(chunk, 0, message);
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
