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
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One datagram to answer. Used by the handler's thread alone. */
public final class DatagramRequest implements Request {
  /** The longest payload of a UDP datagram over IPv4 (RFC 768, RFC 791), and of ours everywhere. */
  public static final int MAX_ANSWER_BYTES = 65_507;

  /** The longest datagram of IP, header and all: none of these is cut. */
  static final int LONGEST_BYTES = 65_535;

  /** Room for one {@code struct in6_pktinfo} with its header. */
  static final int PACKET_INFO_BYTES = 64;

  /** What sends answers. */
  interface Sender {
    void send(ByteBuffer answer, SocketAddress to, List<ControlMessage> control) throws IOException;
  }

  private final Sender sender;
  private final SocketAddress client;
  private final SocketAddress server;
  private final @Nullable PacketInfo asked;
  private final byte[] data;

  /** Set where {@link #data} is not all of it. */
  private @Nullable DatagramTooLongException tooLong;

  DatagramRequest(
      Sender sender,
      SocketAddress client,
      SocketAddress server,
      List<ControlMessage> control,
      byte[] data) {
    this.sender = sender;
    this.client = client;
    this.server = server;
    this.asked = asked(control);
    this.data = data;
  }

  /** Says how long it was, and how much of it may be taken. */
  DatagramRequest of(int lengthBytes, int limitBytes) {
    if (lengthBytes > limitBytes) {
      tooLong = new DatagramTooLongException(lengthBytes, limitBytes);
    }
    return this;
  }

  /** Why it is not to be handled; null where it is whole. */
  @Nullable DatagramTooLongException tooLong() {
    return tooLong;
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

  /**
   * What was sent, whole: 0 to 65,535 bytes. Of one that was too long, of which {@link
   * ServerHooks#handleError} alone is told, as much as there was room for.
   */
  public byte[] data() {
    return data.clone();
  }

  /** How many bytes {@link #data} has. */
  public int length() {
    return data.length;
  }

  /**
   * Sends one datagram, what all {@code parts} have left, back to where this one came from, at
   * once.
   *
   * @throws AnswerTooLongException if it exceeds {@link #MAX_ANSWER_BYTES}; nothing is sent then
   * @throws AnswerDroppedException on an event loop, if too many wait already for the network
   * @throws NoReturnAddressException if the client has no address: one of the Unix domain that has
   *     bound none
   */
  public void reply(ByteBuffer... parts) throws IOException {
    ByteBuffer answer = parts.length == 1 ? parts[0] : joined(parts);
    if (answer.remaining() > MAX_ANSWER_BYTES) {
      throw new AnswerTooLongException(answer.remaining());
    }
    if (client.equals(StreamTaking.UNNAMED)) {
      throw new NoReturnAddressException();
    }
    if (asked == null) {
      sender.send(answer, client, List.of());
      return;
    }
    // From the address that was asked; over which interface is routing's business, but for
    // link-local addresses, which mean nothing without one.
    boolean linkLocal = asked.address() != null && asked.address().isLinkLocalAddress();
    var from = new PacketInfo(asked.address(), linkLocal ? asked.interfaceIndex() : 0);
    sender.send(answer, client, List.of(from));
  }

  private static ByteBuffer joined(ByteBuffer... parts) {
    ByteBuffer all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(Buffer::remaining).sum());
    for (ByteBuffer part : parts) {
      all.put(part);
    }
    return all.flip();
  }
}
