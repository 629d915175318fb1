package io.jackfield.socket.netlink;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.socket.KernelException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How answers are put together, with a kernel that says what the test wants. */
final class NetworkLinksTest {
  private static final byte[] V4 = InetAddress.ofLiteral("192.0.2.1").getAddress();

  private static final List<NetlinkMessage> LINKS =
      List.of(
          RouteBytes.link(1, 1, "lo"),
          RouteBytes.link(1, 2, "eth0"),
          RouteBytes.link(1, 3, "eth1"),
          RouteBytes.done(1, 0));

  private static final List<NetlinkMessage> ADDRESSES =
      List.of(RouteBytes.address(2, 2, 2, V4, V4), RouteBytes.done(2, 0));

  /** Plays an answer's datagrams after each request. */
  private static final class FakeKernel implements RouteKernel {
    private final Deque<List<ByteBuffer>> answers;
    private final Deque<ByteBuffer> datagrams = new ArrayDeque<>();

    FakeKernel(List<List<ByteBuffer>> answers) {
      this.answers = new ArrayDeque<>(answers);
    }

    @Override
    public void send(ByteBuffer request) {
      datagrams.addAll(requireNonNull(answers.poll(), "one request too many"));
    }

    @Override
    public ByteBuffer receive() {
      return requireNonNull(datagrams.poll(), "one receive too many");
    }

    @Override
    public void close() {}
  }

  private static ByteBuffer datagram(List<NetlinkMessage> messages) {
    return RouteBytes.together(
        messages.stream().map(NetlinkMessage::encode).toArray(ByteBuffer[]::new));
  }

  /** The messages in datagrams, a new one where {@code splits} has a bit for what stands before. */
  private static List<ByteBuffer> split(List<NetlinkMessage> messages, int splits) {
    List<ByteBuffer> datagrams = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < messages.size(); i++) {
      if ((splits & (1 << i)) != 0 || i == messages.size() - 1) {
        datagrams.add(datagram(messages.subList(from, i + 1)));
        from = i + 1;
      }
    }
    return datagrams;
  }

  private static List<NetworkLink> list(List<ByteBuffer> links, List<ByteBuffer> addresses)
      throws IOException {
    return NetworkLinks.list(() -> new FakeKernel(List.of(links, addresses)));
  }

  static List<Integer> allSplits() {
    return java.util.stream.IntStream.range(0, 8).boxed().toList();
  }

  @ParameterizedTest
  @MethodSource("allSplits")
  void anAnswerMayComeInAnyDatagrams(int splits) throws IOException {
    List<NetworkLink> links = list(split(LINKS, splits), split(ADDRESSES, splits));
    assertThat(links).extracting(NetworkLink::name).containsExactly("lo", "eth0", "eth1");
    assertThat(links.get(1).addresses())
        .extracting(address -> address.address().getHostAddress())
        .containsExactly("192.0.2.1");
    assertThat(links.get(0).addresses()).isEmpty();
  }

  @Test
  void aDatagramCutWithinAMessageIsRefused() {
    ByteBuffer whole = datagram(LINKS);
    ByteBuffer cut = whole.limit(whole.limit() - 3);
    assertThatThrownBy(() -> list(List.of(cut), List.of())).isInstanceOf(ProtocolException.class);
  }

  @Test
  void whatBelongsToAnotherRequestIsPassedOver() throws IOException {
    List<NetlinkMessage> mixed = new ArrayList<>(List.of(RouteBytes.link(9, 9, "stale")));
    mixed.add(RouteBytes.done(9, 0));
    mixed.addAll(LINKS);
    assertThat(list(List.of(datagram(mixed)), List.of(datagram(ADDRESSES))))
        .extracting(NetworkLink::name)
        .containsExactly("lo", "eth0", "eth1");
  }

  @Test
  void anErrorOfTheKernelIsThrown() {
    ByteBuffer refusal = RouteBytes.error(1, 1).encode();
    assertThatThrownBy(() -> list(List.of(refusal), List.of()))
        .isInstanceOf(KernelException.class)
        .hasMessage("RTM_GETLINK: operation not permitted (EPERM)");
  }

  @Test
  void anErrorAtTheEndOfAnAnswerIsThrownToo() {
    List<NetlinkMessage> failed = List.of(RouteBytes.link(1, 1, "lo"), RouteBytes.done(1, -105));
    assertThatThrownBy(() -> list(List.of(datagram(failed)), List.of()))
        .isInstanceOf(KernelException.class)
        .hasMessageContaining("ENOBUFS");
  }

  @Test
  void anEndWithoutAResultIsAnEnd() throws IOException {
    NetlinkMessage bare = RouteBytes.message(NetlinkMessage.DONE, 0, 1, NetlinkMessage.room(0));
    assertThat(list(List.of(bare.encode()), List.of(datagram(ADDRESSES)))).isEmpty();
  }

  private static List<ByteBuffer> interrupted(List<NetlinkMessage> messages) {
    List<NetlinkMessage> marked = new ArrayList<>(messages);
    NetlinkMessage last = marked.removeLast();
    int flags = last.flags() | NetlinkMessage.DUMP_INTERRUPTED;
    marked.add(RouteBytes.message(last.type(), flags, last.sequence(), last.payload()));
    return List.of(datagram(marked));
  }

  @Test
  void anAnswerThatChangedMeanwhileIsAskedForAnew() throws IOException {
    List<ByteBuffer> links = List.of(datagram(LINKS));
    List<ByteBuffer> addresses = List.of(datagram(ADDRESSES));
    var kernels =
        new ArrayDeque<RouteKernel>(
            List.of(
                new FakeKernel(List.of(interrupted(LINKS))),
                new FakeKernel(List.of(links, interrupted(ADDRESSES))),
                new FakeKernel(List.of(links, addresses))));
    assertThat(NetworkLinks.list(kernels::remove)).hasSize(3);
    assertThat(kernels).isEmpty();
  }

  @Test
  void onlySoOften() {
    int[] opened = new int[1];
    assertThatThrownBy(() ->
            NetworkLinks.list(() -> {
              opened[0]++;
              return new FakeKernel(List.of(interrupted(LINKS)));
            }))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("changed 16 times");
    assertThat(opened[0]).isEqualTo(NetworkLinks.MAX_ATTEMPTS);
  }
}
