package io.jackfield.server;

import io.jackfield.socket.ControlMessage;
import io.jackfield.socket.ControlMessage.PacketInfo;
import io.jackfield.socket.IpOptions;
import io.jackfield.socket.Ipv6Options;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One datagram to answer. Used by the handler's thread alone. */
public final class DatagramRequest implements Request {
  /** The longest payload of a UDP datagram over IPv4 (RFC 768, RFC 791), and of ours everywhere. */
  public static final int MAX_ANSWER_BYTES = 65_507;

  /** Room for one {@code struct in6_pktinfo} with its header. */
  static final int PACKET_INFO_BYTES = 64;

  /** What sends answers. */
  interface Answers {
    void send(ByteBuffer answer, SocketAddress to, List<ControlMessage> control) throws IOException;
  }

  private final Answers answers;
  private final SocketAddress client;
  private final SocketAddress server;
  private final @Nullable PacketInfo asked;
  private final byte[] data;

  DatagramRequest(
      Answers answers,
      SocketAddress client,
      SocketAddress server,
      List<ControlMessage> control,
      byte[] data) {
    this.answers = answers;
    this.client = client;
    this.server = server;
    this.asked = asked(control);
    this.data = data;
  }

  /** What has the kernel tell which of several addresses a datagram was sent to. */
  static SocketOption<Boolean> packetInfoOption(InetAddress any) {
    return any instanceof Inet6Address
        ? Ipv6Options.REPORT_PACKET_INFO
        : IpOptions.REPORT_PACKET_INFO;
  }

  /** Which of our addresses a datagram was sent to; null where there is only one. */
  private static @Nullable PacketInfo asked(List<ControlMessage> control) {
    return control.stream()
        .filter(PacketInfo.class::isInstance)
        .map(PacketInfo.class::cast)
        .findFirst()
        .orElse(null);
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

  /**
   * Sends one datagram back to where this one came from, at once; on an event loop, by its thread.
   *
   * @throws AnswerDroppedException on an event loop, if too many wait already for the network
   */
  public void reply(ByteBuffer answer) throws IOException {
    if (asked == null) {
      answers.send(answer, client, List.of());
      return;
    }
    // From the address that was asked; over which interface is routing's business, but for
    // link-local addresses, which mean nothing without one.
    boolean linkLocal = asked.address() != null && asked.address().isLinkLocalAddress();
    var from = new PacketInfo(asked.address(), linkLocal ? asked.interfaceIndex() : 0);
    answers.send(answer, client, List.of(from));
  }
}
