package io.jackfield.socket;

import static io.jackfield.socket.OptionRow.flag;
import static io.jackfield.socket.OptionRow.readsAsSet;
import static io.jackfield.socket.OptionRow.readsBack;
import static io.jackfield.socket.OptionRow.row;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.socket.OptionRow.On;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;

/** The rows of {@link UdpOptions}. */
final class UdpRows {
  private static final int UDP_ENCAP_L2TPINUDP = 3;

  private UdpRows() {}

  static Stream<OptionRow> all() {
    return Stream.of(
        row(UdpOptions.CORK, "gathers one datagram", UdpRows::gathersOneDatagram),
        readsBack(UdpOptions.ENCAPSULATION, On.UDP4, UDP_ENCAP_L2TPINUDP),
        flag(UdpOptions.NO_CHECKSUM_SENT, On.UDP6),
        flag(UdpOptions.NO_CHECKSUM_RECEIVED, On.UDP6),
        row(UdpOptions.SEGMENT, "cuts one send", UdpRows::cutsOneSend),
        row(UdpOptions.RECEIVE_OFFLOAD, "receives a train", UdpRows::receivesATrain));
  }

  private static void gathersOneDatagram() throws IOException {
    try (Datagrams pair = Datagrams.inet()) {
      pair.sender().connect(pair.address());
      readsAsSet(pair.sender(), UdpOptions.CORK, true);
      pair.sender().send(Pairs.bytes("one, "));
      pair.sender().send(Pairs.bytes("two"));
      assertThat(pair.isEmpty()).isTrue();
      readsAsSet(pair.sender(), UdpOptions.CORK, false);
      assertThat(pair.receive()).isEqualTo("one, two");
    }
  }

  private static void cutsOneSend() throws IOException {
    try (Datagrams pair = Datagrams.inet()) {
      readsAsSet(pair.sender(), UdpOptions.SEGMENT, 0, 1_000);
      pair.send("x".repeat(2_500));
      for (int length : new int[] {1_000, 1_000, 500}) {
        assertThat(pair.receive()).hasSize(length);
      }
      assertThat(pair.isEmpty()).isTrue();
    }
  }

  private static void receivesATrain() throws IOException {
    try (Datagrams pair = Datagrams.inet()) {
      readsAsSet(pair.receiver(), UdpOptions.RECEIVE_OFFLOAD, false, true);
      pair.sender().setOption(UdpOptions.SEGMENT, 1_000);
      pair.send("x".repeat(2_500));
      ReceivedMessage train =
          requireNonNull(pair.receiver().receiveMessage(List.of(ByteBuffer.allocate(4_000)), 64));
      assertThat(train.length()).isEqualTo(2_500);
      assertThat(train.control()).containsExactly(new ControlMessage.SegmentSize(1_000));
    }
  }
}
