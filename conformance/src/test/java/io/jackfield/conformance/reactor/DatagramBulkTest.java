package io.jackfield.conformance.reactor;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.reactor.DatagramOptions;
import io.jackfield.reactor.SendOutcome;
import io.jackfield.socket.ControlMessage;
import io.jackfield.socket.ReceivedMessage;
import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketOptions;
import io.jackfield.socket.SocketType;
import io.jackfield.socket.UdpOptions;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.UnsupportedAddressTypeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many datagrams at a time: gathered for the kernel, taken from it together, in trains or not. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class DatagramBulkTest {
  private static final InetSocketAddress ANY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private static final InetSocketAddress WILDCARD = new InetSocketAddress("0.0.0.0", 0);

  private static final DatagramOptions ROOMY =
      DatagramOptions.builder().socketOption(StandardSocketOptions.SO_RCVBUF, 8 << 20).build();

  private static final DatagramOptions TRAINS = ROOMY.toBuilder().receiveTrains(true).build();

  private final DatagramRecorder server = new DatagramRecorder();
  private final DatagramRecorder client = new DatagramRecorder();

  private static List<String> numbered(int count) {
    return IntStream.range(0, count).mapToObj(i -> "number " + (1_000 + i)).toList();
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT"})
  void aThousandAtOnceArriveInOrder(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      scene.server().listenDatagrams(scene.anyPort(), server, DatagramOptions.DEFAULTS);
      scene.client().listenDatagrams(WILDCARD, client, DatagramOptions.DEFAULTS);
      List<String> all = numbered(1_000);
      // In slices: what a receiver's queue in the kernel has no room for would be lost.
      for (int from = 0; from < 1_000; from += 100) {
        for (String one : all.subList(from, from + 100)) {
          assertThat(client.say(one, server.address())).matches(SendOutcome::isTaken);
        }
        int end = from + 100;
        scene.until(() -> server.messages.size() == end);
      }
      assertThat(server.messages).isEqualTo(all);
      assertThat(client.transport().queuedMessages()).isZero();
      assertThat(client.told).containsExactly("bound");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT"})
  void aBurstIsAnsweredToEachOfManyPeersInItsOrder(World world) throws Exception {
    var echo =
        new DatagramRecorder() {
          @Override
          public void datagramReceived(ByteBuffer data, @Nullable SocketAddress sender) {
            assertThat(transport().send(data, requireNonNull(sender)))
                .matches(SendOutcome::isTaken);
          }
        };
    List<DatagramRecorder> peers = new ArrayList<>();
    try (World.Scene scene = world.open()) {
      scene.server().listenDatagrams(ANY, echo, ROOMY);
      for (int i = 0; i < 20; i++) {
        var peer = new DatagramRecorder();
        peers.add(peer);
        scene.client().listenDatagrams(ANY, peer, DatagramOptions.DEFAULTS);
      }
      List<String> all = numbered(30);
      for (String one : all) {
        peers.forEach(peer -> peer.say(one, echo.address()));
      }
      scene.until(() -> peers.stream().allMatch(peer -> peer.messages.size() == 30));
      peers.forEach(peer -> assertThat(peer.messages).isEqualTo(all));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT"})
  void anErrorInTheMiddleIsThatOnesAlone(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      scene.server().listenDatagrams(ANY, server, DatagramOptions.DEFAULTS);
      scene.client().listenDatagrams(ANY, client, DatagramOptions.DEFAULTS);
      InetSocketAddress to = (InetSocketAddress) server.address();
      var impossible = new InetSocketAddress(to.getAddress(), 0); // EINVAL
      for (int i = 0; i < 9; i++) {
        boolean isWrong = i % 3 == 2; // Also the last.
        assertThat(client.say("n" + i, isWrong ? impossible : to)).matches(SendOutcome::isTaken);
      }
      scene.until(() -> server.messages.size() == 6 && client.failures.size() == 3);
      assertThat(server.messages).containsExactly("n0", "n1", "n3", "n4", "n6", "n7");
      assertThat(client.failures)
          .allSatisfy(failure -> assertThat(failure).hasMessageContaining("EINVAL"));
      client.say("after", to);
      scene.until(() -> server.messages.contains("after"));
      assertThat(client.failures).hasSize(3);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT"})
  void whatCannotBeSentAtAllIsSaidAtOnceBetweenThoseThatCan(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      scene.server().listenDatagrams(ANY, server, DatagramOptions.DEFAULTS);
      scene.client().listenDatagrams(ANY, client, DatagramOptions.DEFAULTS);
      client.say("one", server.address());
      client.say("two", server.address());
      assertThat(client.transport().send(ByteBuffer.allocate(65_508), server.address()))
          .isInstanceOf(SendOutcome.Failed.class);
      var other = new InetSocketAddress(Inet6Address.ofLiteral("::1"), 9);
      assertThatThrownBy(() -> client.say("three", other))
          .isInstanceOf(UnsupportedAddressTypeException.class);
      client.say("four", server.address());
      scene.until(() -> server.messages.size() == 3);
      assertThat(server.messages).containsExactly("one", "two", "four");
      assertThat(client.failures).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT"})
  void anAbortComesAfterWhatWasSent(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      scene.server().listenDatagrams(ANY, server, DatagramOptions.DEFAULTS);
      scene.client().listenDatagrams(ANY, client, DatagramOptions.DEFAULTS);
      SocketAddress to = server.address();
      client.say("one", to);
      client.say("two", to);
      client.transport().abort();
      scene.until(() -> server.messages.size() == 2);
      assertThat(server.messages).containsExactly("one", "two");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT"})
  void gatheringHeedsTheQueuesLimits(World world) throws Exception {
    var few = DatagramOptions.builder().queue(8, 1 << 20).build();
    try (World.Scene scene = world.open()) {
      scene.server().listenDatagrams(ANY, server, DatagramOptions.DEFAULTS);
      scene.client().listenDatagrams(ANY, client, few);
      int most = 0;
      for (String one : numbered(50)) {
        assertThat(client.say(one, server.address())).matches(SendOutcome::isTaken);
        most = Math.max(most, client.transport().queuedMessages());
      }
      assertThat(most).as("a quarter of the queue").isEqualTo(2);
      scene.until(() -> server.messages.size() == 50);
      assertThat(server.messages).isEqualTo(numbered(50));
      assertThat(client.told).as("no marks are met").containsExactly("bound");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT"})
  void aQueueOfNothingSendsEachAtOnce(World world) throws Exception {
    var none = DatagramOptions.builder().queue(0, 0).build();
    try (World.Scene scene = world.open()) {
      scene.server().listenDatagrams(ANY, server, DatagramOptions.DEFAULTS);
      scene.client().listenDatagrams(ANY, client, none);
      for (String one : numbered(10)) {
        assertThat(client.say(one, server.address())).isInstanceOf(SendOutcome.Sent.class);
      }
      scene.until(() -> server.messages.size() == 10);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT"})
  void thoseOfOneLengthLeaveAsATrain(World world) throws Exception {
    try (World.Scene scene = world.open();
        Socket whole = Socket.openFor(ANY, SocketType.DATAGRAM).bind(ANY)) {
      whole.setOption(UdpOptions.RECEIVE_OFFLOAD, true);
      whole.timeout(Duration.ofSeconds(10));
      scene.client().listenDatagrams(ANY, client, DatagramOptions.DEFAULTS);
      SocketAddress to = requireNonNull(whole.localAddress());
      for (String one : List.of("first", "aaaa", "bbbb", "cccc", "d", "eeee")) {
        client.say(one, to);
      }
      scene.step();
      List<String> parts = new ArrayList<>();
      List<Integer> segments = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        ByteBuffer into = ByteBuffer.allocate(1_000);
        ReceivedMessage message = requireNonNull(whole.receiveMessage(List.of(into), 64));
        parts.add(StandardCharsets.UTF_8.decode(into.flip()).toString());
        message
            .control()
            .forEach(control -> {
              if (control instanceof ControlMessage.SegmentSize(int bytes)) {
                segments.add(bytes);
              }
            });
      }
      assertThat(parts).containsExactly("first", "aaaabbbbccccd", "eeee");
      assertThat(segments).containsExactly(4);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT"})
  void trainsOfEverySizeAreToldDatagramByDatagram(World world) throws Exception {
    List<String> lengths = new ArrayList<>();
    try (World.Scene scene = world.open()) {
      scene.server().listenDatagrams(ANY, server, TRAINS);
      scene.client().listenDatagrams(ANY, client, DatagramOptions.DEFAULTS);
      for (int segment : new int[] {1, 2, 63, 1_472, 9_000, 32_000}) {
        for (int count : new int[] {1, 2, 63, 64, 65, 70}) {
          if (segment * count > 200_000) {
            continue;
          }
          for (int i = 0; i < count; i++) {
            int length = i == count - 1 ? (segment + 1) / 2 : segment;
            String text = Integer.toString(i % 10).repeat(length);
            lengths.add(text);
            client.say(text, server.address());
          }
          scene.until(() -> server.messages.size() == lengths.size());
          assertThat(server.messages).isEqualTo(lengths);
        }
      }
      assertThat(client.failures).isEmpty();
      assertThat(server.from).isEqualTo(client.address());
    }
  }

  /** After the first, 16 of 1,000 bytes fill a piece of memory, so that the next lies elsewhere. */
  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT"})
  void aShorterOneEndsATrainWhereverItLies(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      scene.server().listenDatagrams(ANY, server, TRAINS);
      scene.client().listenDatagrams(ANY, client, DatagramOptions.DEFAULTS);
      List<String> lengths = new ArrayList<>();
      lengths.add("first");
      lengths.addAll(Collections.nCopies(16, "a".repeat(1_000)));
      lengths.addAll(List.of("b".repeat(500), "c".repeat(600), "d".repeat(700), "e".repeat(1_000)));
      lengths.forEach(one -> client.say(one, server.address()));
      scene.until(() -> server.messages.size() == lengths.size());
      assertThat(server.messages).isEqualTo(lengths);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT"})
  void whereTheKernelRefusesTrainsTheyGoOneByOne(World world) throws Exception {
    // Without checksums it cuts nothing: udp_send_skb() says EINVAL.
    var refusing = DatagramOptions.builder().socketOption(SocketOptions.NO_CHECKSUM, true).build();
    try (World.Scene scene = world.open()) {
      scene.server().listenDatagrams(ANY, server, TRAINS);
      scene.client().listenDatagrams(ANY, client, refusing);
      for (int round = 1; round <= 3; round++) {
        numbered(150).forEach(one -> client.say(one, server.address()));
        int expected = round * 150;
        scene.until(() -> server.messages.size() == expected);
        assertThat(server.messages.subList(expected - 150, expected)).isEqualTo(numbered(150));
      }
      assertThat(client.failures).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT"})
  void whatThePortsOptionCutsIsCutAsItSays(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      scene.server().listenDatagrams(ANY, server, ROOMY);
      scene.client().listenDatagrams(ANY, client, DatagramOptions.DEFAULTS);
      for (int segment : new int[] {0, 10, 0}) {
        server.messages.clear();
        client.transport().setOption(UdpOptions.SEGMENT, segment);
        for (int i = 0; i < 3; i++) {
          client.say("x".repeat(30), server.address());
        }
        int expected = segment == 0 ? 3 : 9;
        scene.until(() -> server.messages.size() == expected);
        assertThat(server.messages).containsOnly("x".repeat(90 / expected));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT"})
  void aPauseInTheMiddleOfATrainHoldsTheRest(World world) throws Exception {
    var pausing =
        new DatagramRecorder() {
          @Override
          public void datagramReceived(ByteBuffer data, @Nullable SocketAddress sender) {
            super.datagramReceived(data, sender);
            transport().pauseReading();
          }
        };
    try (World.Scene scene = world.open()) {
      scene.server().listenDatagrams(ANY, pausing, TRAINS);
      scene.client().listenDatagrams(ANY, client, DatagramOptions.DEFAULTS);
      List<String> all = numbered(10);
      all.forEach(one -> client.say(one, pausing.address()));
      for (int i = 1; i <= 10; i++) {
        int expected = i;
        scene.until(() -> pausing.messages.size() == expected);
        scene.step();
        assertThat(pausing.messages).isEqualTo(all.subList(0, i));
        pausing.transport().resumeReading();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT"})
  void aCloseInTheMiddleOfABatchTellsNoMore(World world) throws Exception {
    var once =
        new DatagramRecorder() {
          @Override
          public void datagramReceived(ByteBuffer data, @Nullable SocketAddress sender) {
            super.datagramReceived(data, sender);
            transport().abort();
          }
        };
    try (World.Scene scene = world.open()) {
      scene.server().listenDatagrams(ANY, once, ROOMY);
      scene.client().listenDatagrams(ANY, client, DatagramOptions.DEFAULTS);
      SocketAddress to = once.address();
      numbered(10).forEach(one -> client.say(one, to));
      scene.until(() -> once.stopped != null);
      scene.step();
      assertThat(once.messages).hasSize(1);
      assertThat(once.told).containsExactly("bound", "stopped Aborted");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT", "SIMULATED"})
  void aThousandToNobodyAreARefusalAndNoFailure(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      var gone = new DatagramRecorder();
      scene.server().listenDatagrams(scene.anyPort(), gone, DatagramOptions.DEFAULTS);
      SocketAddress deserted = gone.address();
      gone.transport().close();
      scene.until(() -> gone.stopped != null);
      scene.client().listenDatagrams(WILDCARD, client, DatagramOptions.DEFAULTS);
      var connecting = client.transport().connect(deserted);
      scene.until(connecting::isDone);
      numbered(1_000).forEach(client::say);
      scene.until(() -> client.told.contains("refused"));
      scene.until(() -> client.transport().queuedMessages() == 0);
      assertThat(client.failures).isEmpty();
    }
  }
}
