package io.jackfield.reactor;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.jackfield.reactor.driver.Driver;
import io.jackfield.reactor.driver.Drivers;
import io.jackfield.reactor.driver.Handle;
import io.jackfield.socket.SocketEvent;
import io.jackfield.socket.SocketObservers;
import io.jackfield.socket.linux.Abi;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Datagrams that wait to be sent together, of which the kernel takes some, or not yet. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class GatheredDatagramsTest {
  /** What the next calls of {@code sendmmsg} say, without being made. */
  private final ArrayDeque<Integer> results = new ArrayDeque<>();

  private final List<IOException> failures = new ArrayList<>();
  private final CompletableFuture<LossReason> stopped = new CompletableFuture<>();
  private @Nullable Handle sender;

  private Driver driver() throws IOException {
    return InterceptedDriver.of(
        Drivers.epoll(),
        (_, method, arguments) -> {
          if (method.getName().equals("sendMessages")) {
            sender = (Handle) arguments[0];
            if (!results.isEmpty()) {
              return results.remove();
            }
          }
          return InterceptedDriver.FORWARD;
        });
  }

  private final class Sending implements DatagramProtocol {
    @Override
    public void datagramReceived(ByteBuffer data, @Nullable SocketAddress from) {}

    @Override
    public void stopped(LossReason why) {
      stopped.complete(why);
    }

    @Override
    public void sendFailed(IOException failure) {
      failures.add(failure);
    }
  }

  /**
   * Sends ten in one turn, the first at once; of the others the kernel seems to take as many as
   * {@code result} says, before it takes the rest. Returns the numbers that arrive.
   */
  private String arriving(int result, int count) throws IOException {
    var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (Reactor reactor = Reactor.builder().driver(this::driver).build();
        var peer = new DatagramSocket(any)) {
      peer.setSoTimeout(20_000);
      DatagramTransport port =
          reactor.listenDatagrams(any, new Sending(), DatagramOptions.DEFAULTS);
      reactor.start();
      int _ = reactor.turn();
      for (int i = 0; i < 10; i++) {
        ByteBuffer text = ByteBuffer.wrap(("number " + i).getBytes(US_ASCII));
        assertThat(port.send(text, peer.getLocalSocketAddress())).matches(SendOutcome::isTaken);
        assertThat(text.hasRemaining()).isFalse();
      }
      assertThat(port.queuedMessages()).isEqualTo(9);
      assertThat(port.queuedBytes()).isEqualTo(9 * 8);
      results.add(result);
      reactor.turn();
      if (result == Driver.PENDING) {
        assertThat(port.queuedMessages()).isEqualTo(9);
        assertThat(port.queuedBytes()).isEqualTo(9 * 8);
        requireNonNull(sender).completions().sent(8);
      }
      assertThat(port.queuedMessages()).isZero();
      assertThat(port.queuedBytes()).isZero();
      assertThat(reactor.counts().sentBytes()).isEqualTo(8L * (10 - failures.size()));
      var numbers = new StringBuilder();
      while (numbers.length() < count) {
        var packet = new DatagramPacket(new byte[100], 100);
        peer.receive(packet);
        numbers.append(new String(packet.getData(), 0, packet.getLength(), US_ASCII).charAt(7));
      }
      return numbers.toString();
    }
  }

  @Test
  void whatTheKernelTookIsNotSentAgain() throws Exception {
    assertThat(arriving(3, 7)).isEqualTo("0456789");
    assertThat(failures).isEmpty();
  }

  @Test
  void theFirstWaitsForRoomAndTheOthersForIt() throws Exception {
    assertThat(arriving(Driver.PENDING, 9)).isEqualTo("023456789");
    assertThat(failures).isEmpty();
  }

  @Test
  void aRefusalIsTheFirstOnesAlone() throws Exception {
    assertThat(arriving(-Abi.EPERM, 9)).isEqualTo("023456789");
    assertThat(failures).singleElement().asString().contains("EPERM");
  }

  /** Two tasks are of one phase of a turn. */
  @Test
  void aCloseDoesNotWaitForWhatIsSentBeforeAnOption() throws Exception {
    var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    List<Integer> queued = new ArrayList<>();
    try (Reactor reactor = Reactor.create();
        var peer = new DatagramSocket(any)) {
      DatagramTransport port =
          reactor.listenDatagrams(any, new Sending(), DatagramOptions.DEFAULTS);
      reactor.execute(() -> {
        for (int i = 0; i < 3; i++) {
          var _ = port.send(ByteBuffer.allocate(8), peer.getLocalSocketAddress());
        }
        port.close();
      });
      reactor.execute(() -> {
        queued.add(port.queuedMessages());
        assertThatCode(() -> port.setOption(StandardSocketOptions.IP_TOS, 8))
            .doesNotThrowAnyException();
        queued.add(port.queuedMessages());
      });
      reactor.start();
      while (!stopped.isDone()) {
        int _ = reactor.turn();
      }
      assertThat(queued).containsExactly(2, 0);
      assertThat(stopped.resultNow()).isInstanceOf(LossReason.Done.class);
    }
  }

  @Test
  void observersAreToldEach() throws Exception {
    var events = new ConcurrentLinkedQueue<SocketEvent>();
    try (var watching = SocketObservers.add(events::add)) {
      assertThat(watching).isNotNull();
      assertThat(arriving(3, 7)).isEqualTo("0456789");
    }
    assertThat(events)
        .filteredOn(event -> event.call().equals("sendmmsg"))
        .hasSize(7)
        .allSatisfy(event -> assertThat(event.bytes()).isEqualTo(8));
  }
}
