package io.jackfield.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.reactor.driver.Driver;
import io.jackfield.socket.SocketType;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of datagrams on the way is what was asked for. */
@Timeout(60)
final class SimulatedDatagramsTest {
  private static final int SENT = 10_000;

  private final SimulatedNetwork network = new SimulatedNetwork(3);

  /** Sends numbered datagrams, one each millisecond, and returns the numbers that arrived. */
  private List<Integer> sendAll(LinkProfile profile) throws Exception {
    network.quirks(Quirks.NONE);
    network.links(profile);
    Driver from = network.node("from").driver();
    Driver to = network.node("to").driver();
    var target = new Recorder(to, to.open(StandardProtocolFamily.INET, SocketType.DATAGRAM));
    var source = new Recorder(from, from.open(StandardProtocolFamily.INET, SocketType.DATAGRAM));
    to.bind(target.handle, network.node("to").address(9));
    to.receiveMessages(target.handle, 0, true);
    for (int i = 0; i < SENT; i++) {
      ByteBuffer number = ByteBuffer.allocate(4).putInt(0, i);
      assertThat(from.sendMessage(source.handle, number, network.node("to").address(9), List.of()))
          .isEqualTo(4);
      to.await(1_000_000);
      assertThat(to.complete()).isNotNegative();
    }
    do {
      to.await(1_000_000_000);
    } while (to.complete() > 0);
    return target.messageBytes.stream().map(bytes -> ByteBuffer.wrap(bytes).getInt()).toList();
  }

  @Test
  void withoutFaultsAllArriveInOrder() throws Exception {
    assertThat(sendAll(LinkProfile.fixed(Duration.ofMillis(5)))).hasSize(SENT).isSorted();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.25, 0.9, 1})
  void theShareLostIsNearWhatWasAskedFor(double share) throws Exception {
    int arrived = sendAll(LinkProfile.LAN.withLoss(share)).size();
    assertThat(1 - arrived / (double) SENT).isBetween(share - 0.02, share + 0.02);
  }

  @Test
  void theShareDuplicatedIsNearWhatWasAskedFor() throws Exception {
    List<Integer> arrived = sendAll(LinkProfile.LAN.withDuplication(0.2));
    assertThat(arrived.stream().distinct().count()).isEqualTo(SENT);
    assertThat(arrived.size() / (double) SENT).isBetween(1.18, 1.22);
  }

  @Test
  void theShareOvertakenIsNearWhatWasAskedFor() throws Exception {
    List<Integer> arrived = sendAll(LinkProfile.fixed(Duration.ofMillis(5)).withReordering(0.1));
    assertThat(arrived).hasSize(SENT);
    int overtaken = 0;
    int highest = -1;
    for (int number : arrived) {
      overtaken += number < highest ? 1 : 0;
      highest = Math.max(highest, number);
    }
    assertThat(overtaken / (double) SENT).isBetween(0.08, 0.12);
  }
}
