package io.jackfield.socket;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;

/** A UDP socket that receives on loopback, and one that sends to it and can also receive. */
record Datagrams(Socket sender, Socket receiver) implements AutoCloseable {
  private static final int ROOM_BYTES = 65_536;

  static Datagrams inet() throws IOException {
    return on("127.0.0.1");
  }

  static Datagrams inet6() throws IOException {
    return on("::1");
  }

  private static Datagrams on(String host) throws IOException {
    var any = new InetSocketAddress(InetAddress.ofLiteral(host), 0);
    Socket receiver = Socket.openFor(any, SocketType.DATAGRAM).bind(any);
    return new Datagrams(
        Socket.openFor(any, SocketType.DATAGRAM).bind(any).timeout(Duration.ofSeconds(10)),
        receiver.timeout(Duration.ofSeconds(10)));
  }

  SocketAddress address() throws IOException {
    return requireNonNull(receiver.localAddress());
  }

  void send(String text) throws IOException {
    sender.sendTo(Pairs.bytes(text), address());
  }

  /** The next datagram's text. */
  String receive() throws IOException {
    ByteBuffer into = ByteBuffer.allocate(ROOM_BYTES);
    requireNonNull(receiver.receiveFrom(into));
    return Pairs.text(into);
  }

  /** Whether nothing has arrived; on loopback what was sent is there at once. */
  boolean isEmpty() throws IOException {
    return receiver.receiveFrom(ByteBuffer.allocate(8), MessageFlag.DONT_WAIT, MessageFlag.PEEK)
        == null;
  }

  /** Sends a datagram and returns what the receiver is told beside it. */
  List<ControlMessage> control() throws IOException {
    send("x");
    return controlOfNext();
  }

  List<ControlMessage> controlOfNext() throws IOException {
    ReceivedMessage message =
        requireNonNull(receiver.receiveMessage(List.of(ByteBuffer.allocate(ROOM_BYTES)), 512));
    assertThat(message.controlTruncated()).isFalse();
    return message.control();
  }

  /** As {@link #control()}, the one element of {@code type}. */
  <C extends ControlMessage> C control(Class<C> type) throws IOException {
    return only(control(), type);
  }

  static <C extends ControlMessage> C only(List<ControlMessage> control, Class<C> type) {
    List<C> those = control.stream().filter(type::isInstance).map(type::cast).toList();
    assertThat(those).as(type.getSimpleName() + " among " + control).hasSize(1);
    return those.getFirst();
  }

  /** The data of the one element that has no record of its own, an {@code int}. */
  static int other(List<ControlMessage> control, int level, int type) {
    ControlMessage.Other other = only(control, ControlMessage.Other.class);
    assertThat(other.level()).isEqualTo(level);
    assertThat(other.type()).isEqualTo(type);
    return other.data().order(ByteOrder.nativeOrder()).getInt(other.data().position());
  }

  @Override
  public void close() throws IOException {
    sender.close();
    receiver.close();
  }
}
