package io.jackfield.server;

import io.jackfield.socket.Socket;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/** One datagram to answer. Used by the handler's thread alone. */
public final class DatagramRequest implements Request {
  /** The longest payload of a UDP datagram over IPv4 (RFC 768, RFC 791), and of ours everywhere. */
  public static final int MAX_ANSWER_BYTES = 65_507;

  private final Socket socket;
  private final SocketAddress client;
  private final SocketAddress server;
  private final byte[] data;

  DatagramRequest(Socket socket, SocketAddress client, SocketAddress server, byte[] data) {
    this.socket = socket;
    this.client = client;
    this.server = server;
    this.data = data;
  }

  @Override
  public SocketAddress clientAddress() {
    return client;
  }

  @Override
  public SocketAddress serverAddress() {
    return server;
  }

  /** What was sent, whole: 0 to 65,535 bytes. */
  public byte[] data() {
    return data.clone();
  }

  /** How many bytes were sent. */
  public int length() {
    return data.length;
  }

  /** Sends one datagram back to where this one came from, at once. */
  public void reply(ByteBuffer answer) throws IOException {
    socket.sendTo(answer, client);
  }
}
