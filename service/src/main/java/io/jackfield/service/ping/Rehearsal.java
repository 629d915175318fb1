package io.jackfield.service.ping;

import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/**
 * A datagram to ourselves before the first request. The first call of anything takes a JVM
 * milliseconds (classes, links), which would be counted as the first round trip's.
 */
final class Rehearsal {
  private static final Duration TIMEOUT = Duration.ofMillis(100);

  private Rehearsal() {}

  /** Goes the way of a request to {@code target}, but by UDP, and no further than this machine. */
  static void ofSending(InetAddress target) {
    boolean v4 = IcmpVersion.of(target) == IcmpVersion.V4;
    var loopback = new InetSocketAddress(InetAddress.ofLiteral(v4 ? "127.0.0.1" : "::1"), 0);
    try (Socket socket = Socket.openFor(loopback, SocketType.DATAGRAM)) {
      socket.timeout(TIMEOUT);
      SocketAddress self = socket.bind(loopback).localAddress();
      socket.sendTo(ByteBuffer.allocate(1), self);
      socket.receiveMessage(List.of(ByteBuffer.allocate(1)), 0);
    } catch (IOException e) {
      // Loopback is down, or is not there: the first time shown is longer, that is all.
    }
  }
}
