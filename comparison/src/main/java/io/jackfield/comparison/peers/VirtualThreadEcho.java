package io.jackfield.comparison.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * Echo on the JDK alone, a virtual thread for each connection: {@code VirtualThreadEcho BUFFER
 * PORT}, the size of each connection's buffer in bytes.
 */
public final class VirtualThreadEcho {
  private VirtualThreadEcho() {}

  /** Runs until it is killed. */
  public static void main(String[] args) throws IOException {
    int bufferBytes = Integer.parseInt(args[0]);
    int port = Integer.parseInt(args[1]);
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 4_096);
      while (true) {
        SocketChannel connection = server.accept();
        Thread.startVirtualThread(() -> echo(connection, bufferBytes));
      }
    }
  }

  private static void echo(SocketChannel connection, int bufferBytes) {
    try (connection) {
      connection.setOption(StandardSocketOptions.TCP_NODELAY, true);
      ByteBuffer buffer = ByteBuffer.allocateDirect(bufferBytes);
      while (connection.read(buffer.clear()) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          connection.write(buffer);
        }
      }
    } catch (IOException e) {
      // The peer is gone: so is its thread.
    }
  }
}
