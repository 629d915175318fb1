package io.jackfield.server;

import io.jackfield.socket.ControlMessage.PacketInfo;
import io.jackfield.socket.Socket;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One datagram to answer. Used by the handler's thread alone. */
public final class DatagramRequest implements Request {
  /** The longest payload of a UDP datagram over IPv4 (RFC 768, RFC 791), and of ours everywhere. */
  public static final int MAX_ANSWER_BYTES = 65_507;

  private final Socket socket;
  private final SocketAddress client;
  private final SocketAddress server;
  private final @Nullable PacketInfo asked;
  private final byte[] data;

  DatagramRequest(
      Socket socket,
      SocketAddress client,
      SocketAddress server,
      @Nullable PacketInfo asked,
      byte[] data) {
    this.socket = socket;
    this.client = client;
    this.server = server;
    this.asked = asked;
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
    if (asked == null) {
      socket.sendTo(answer, client);
      return;
    }
    // From the address that was asked; over which interface is routing's business, but for
    // link-local addresses, which mean nothing without one.
    boolean linkLocal = asked.address() != null && asked.address().isLinkLocalAddress();
    var from = new PacketInfo(asked.address(), linkLocal ? asked.interfaceIndex() : 0);
    socket.sendMessage(List.of(answer), client, List.of(from));
  }
}
