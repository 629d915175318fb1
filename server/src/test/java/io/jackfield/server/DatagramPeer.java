package io.jackfield.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** A client of datagrams that is none of ours: the JDK's socket. */
final class DatagramPeer implements DatagramKind.Client {
  private final DatagramSocket socket = new DatagramSocket();
  private final SocketAddress server;
  private @Nullable SocketAddress lastSource;

  /** Not connected: the JDK's socket sends no empty datagram once it is. */
  DatagramPeer(SocketAddress server) throws IOException {
    this.server = server;
    socket.setSoTimeout(15_000);
  }

  @Override
  public void send(String text) throws IOException {
    send(text.getBytes(UTF_8));
  }

  void send(byte[] bytes) throws IOException {
    socket.send(new DatagramPacket(bytes, bytes.length, server));
  }

  @Override
  public String receive() throws IOException {
    var packet = new DatagramPacket(new byte[65_535], 65_535);
    socket.receive(packet);
    lastSource = packet.getSocketAddress();
    return new String(packet.getData(), 0, packet.getLength(), UTF_8);
  }

  @Nullable SocketAddress lastSource() {
    return lastSource;
  }

  @Override
  public void close() {
    socket.close();
  }
}
