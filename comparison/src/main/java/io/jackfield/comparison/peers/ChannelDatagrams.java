package io.jackfield.comparison.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** Sends each datagram back, on the JDK alone, by one thread that waits: {@code PORT}. */
public final class ChannelDatagrams {
  private ChannelDatagrams() {}

  /** Runs until it is killed. */
  public static void main(String[] args) throws IOException {
    int port = Integer.parseInt(args[0]);
    try (DatagramChannel channel = DatagramChannel.open()) {
      channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      ByteBuffer buffer = ByteBuffer.allocateDirect(2_048);
      while (true) {
        SocketAddress from = channel.receive(buffer.clear());
        channel.send(buffer.flip(), from);
      }
    }
  }
}
