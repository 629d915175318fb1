package io.jackfield.conformance.reactor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.reactor.LossReason.Lost;
import io.jackfield.reactor.StreamOptions;
import io.jackfield.reactor.UnixProtocol;
import io.jackfield.reactor.UnixTransport;
import io.jackfield.socket.ControlMessage.Credentials;
import io.jackfield.socket.PassedDescriptor;
import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketType;
import io.jackfield.socket.UnixOptions;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for descriptors that are passed beside the bytes of a Unix stream. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class UnixStreamTest {
  private static final StreamOptions PASSING = StreamOptions.builder().controlBytes(2_048).build();

  @TempDir Path folder;

  /** Notes beside which bytes descriptors came: from, to. */
  private static class Taker extends Recorder implements UnixProtocol {
    final List<int[]> besides = new ArrayList<>();
    private boolean came;
    final List<Integer> processes = new ArrayList<>();
    final List<PassedDescriptor> seen = new ArrayList<>();
    boolean takes = true;

    @Override
    public void descriptorsReceived(List<PassedDescriptor> descriptors) {
      came = true;
      for (PassedDescriptor one : descriptors) {
        seen.add(one);
        if (takes) {
          closeOf(one);
        }
      }
    }

    @Override
    public void dataReceived(ByteBuffer bytes) {
      if (came) {
        besides.add(new int[] {data.size(), data.size() + bytes.remaining()});
        came = false;
      }
      super.dataReceived(bytes);
    }

    /** Whether the {@code i}th came beside the byte at {@code position}, and none after it. */
    boolean cameBeside(int i, int position, int end) {
      int[] beside = besides.get(i);
      return beside[0] <= position && position < beside[1] && beside[1] <= end;
    }

    private static void closeOf(PassedDescriptor one) {
      try {
        one.takeSocket().close();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void credentialsReceived(Credentials sender) {
      processes.add(sender.processId());
    }

    UnixTransport unix() {
      return (UnixTransport) transport();
    }
  }

  private final Taker server = new Taker();
  private final Taker client = new Taker();

  private SocketAddress address() {
    return UnixDomainSocketAddress.of(folder.resolve("stream"));
  }

  private void open(World.Scene scene, StreamOptions options) throws IOException {
    scene.server().listen(address(), _ -> server, options);
    var connecting = scene.client().connect(address(), _ -> client, options);
    scene.until(() -> connecting.isDone() && server.isMade());
  }

  private static Socket some() throws IOException {
    return Socket.open(StandardProtocolFamily.UNIX, SocketType.DATAGRAM);
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT"})
  void descriptorsArriveWithTheirBytesInOrder(World world) throws Exception {
    try (World.Scene scene = world.open();
        Socket passed = some()) {
      open(scene, PASSING);
      client.say("before|");
      client.unix().write(bytes("with|"), List.of(passed.descriptor(), passed.descriptor()));
      client.say("between|");
      client.unix().write(bytes("again|"), List.of(passed.descriptor()));
      client.say("after");
      scene.until(() -> server.text().endsWith("after"));
      assertThat(server.text()).isEqualTo("before|with|between|again|after");
      assertThat(server.besides).hasSize(2);
      assertThat(server.cameBeside(0, "before|".length(), "before|with|".length())).isTrue();
      int second = "before|with|between|".length();
      assertThat(server.cameBeside(1, second, second + "again|".length())).isTrue();
      assertThat(OpenFiles.sameAs(passed.descriptor())).isOne();
      client.transport().close();
      scene.until(() -> server.isLost() && client.isLost());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT"})
  void muchThatHasToWaitKeepsItsOrderToo(World world) throws Exception {
    byte[] much = new byte[3_000_000];
    new Random(3).nextBytes(much);
    try (World.Scene scene = world.open();
        Socket passed = some()) {
      open(scene, PASSING);
      server.transport().pauseReading();
      for (int at = 0; at < much.length; at += 500_000) {
        client.transport().write(ByteBuffer.wrap(much, at, 100_000));
        client
            .unix()
            .write(ByteBuffer.wrap(much, at + 100_000, 400_000), List.of(passed.descriptor()));
      }
      assertThat(client.transport().bufferedBytes()).isEqualTo(much.length);
      scene.step();
      assertThat(client.transport().isWritePaused()).isTrue();
      server.transport().resumeReading();
      scene.until(() -> server.data.size() == much.length);
      assertThat(server.data.toByteArray()).isEqualTo(much);
      assertThat(server.besides).hasSize(6);
      for (int i = 0; i < 6; i++) {
        int position = 500_000 * i + 100_000;
        assertThat(server.cameBeside(i, position, position + 400_000)).isTrue();
      }
      assertThat(client.transport().bufferedBytes()).isZero();
      assertThat(OpenFiles.sameAs(passed.descriptor())).isOne();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT"})
  void whatNobodyTakesIsClosed(World world) throws Exception {
    server.takes = false;
    try (World.Scene scene = world.open();
        Socket passed = some()) {
      open(scene, PASSING);
      client.unix().write(bytes("x"), List.of(passed.descriptor()));
      scene.until(() -> server.text().equals("x"));
      assertThat(server.seen).hasSize(1);
      assertThat(OpenFiles.sameAs(passed.descriptor())).isOne();
      server.transport().pauseReading();
      client.unix().write(bytes("y"), List.of(passed.descriptor()));
      client.transport().write(ByteBuffer.allocate(3_000_000));
      client.unix().write(bytes("z"), List.of(passed.descriptor()));
      scene.step();
      client.transport().abort();
      server.transport().abort();
      scene.until(() -> server.isLost() && client.isLost());
      scene.step();
      assertThat(OpenFiles.sameAs(passed.descriptor())).isOne();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT"})
  void whatTheCallbackThrowsEndsTheConnectionAndLeaksNothing(World world) throws Exception {
    var failing =
        new Taker() {
          @Override
          public void descriptorsReceived(List<PassedDescriptor> descriptors) {
            throw new IllegalStateException("not for me");
          }
        };
    try (World.Scene scene = world.open();
        Socket passed = some()) {
      scene.server().listen(address(), _ -> failing, PASSING);
      var connecting = scene.client().connect(address(), _ -> client, PASSING);
      scene.until(connecting::isDone);
      client.unix().write(bytes("x"), List.of(passed.descriptor()));
      scene.until(failing::isLost);
      assertThat(failing.lost).isInstanceOf(Lost.class);
      assertThat(failing.text()).isEmpty();
      assertThat(OpenFiles.sameAs(passed.descriptor())).isOne();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT"})
  void theLimitsOfOneWriteAreKept(World world) throws Exception {
    try (World.Scene scene = world.open();
        Socket passed = some()) {
      open(scene, PASSING);
      List<Integer> one = List.of(passed.descriptor());
      UnixTransport unix = client.unix();
      assertThatThrownBy(() -> unix.write(bytes(""), one))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> unix.write(bytes("x"), List.of()))
          .isInstanceOf(IllegalArgumentException.class);
      List<Integer> most = Collections.nCopies(253, passed.descriptor());
      assertThatThrownBy(() -> unix.write(bytes("x"), Collections.nCopies(254, 0)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> unix.write(bytes("x"), List.of(passed.descriptor(), 1_000_000)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("EBADF");
      unix.write(bytes("x"), most);
      scene.until(() -> server.text().equals("x"));
      assertThat(server.seen).hasSize(253);
      assertThat(OpenFiles.sameAs(passed.descriptor())).isOne();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT"})
  void tooLittleRoomIsNeverSilent(World world) throws Exception {
    StreamOptions little = PASSING.toBuilder().controlBytes(24).build();
    try (World.Scene scene = world.open();
        Socket passed = some()) {
      open(scene, little);
      client.unix().write(bytes("x"), Collections.nCopies(9, passed.descriptor()));
      scene.until(server::isLost);
      assertThat(server.lost)
          .isInstanceOfSatisfying(
              Lost.class, lost -> assertThat(lost.cause()).hasMessageContaining("controlBytes"));
      assertThat(OpenFiles.sameAs(passed.descriptor())).isOne();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT"})
  void bothSidesKnowWhoTheOtherIs(World world) throws Exception {
    int ours = (int) ProcessHandle.current().pid();
    StreamOptions told =
        PASSING.toBuilder().socketOption(UnixOptions.REPORT_CREDENTIALS, true).build();
    try (World.Scene scene = world.open()) {
      open(scene, told);
      assertThat(client.unix().peerCredentials().processId()).isEqualTo(ours);
      client.say("hello");
      scene.until(() -> server.text().equals("hello"));
      assertThat(server.processes).containsOnly(ours);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*_TLS")
  void whereThereAreNoneThatIsSaid(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      assertThatThrownBy(() -> scene.server().listen(scene.anyPort(), _ -> server, PASSING))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> scene.client().connect(scene.anyPort(), _ -> client, PASSING))
          .isInstanceOf(IllegalArgumentException.class);
      if (world == World.NIO || world == World.SIMULATED || world == World.CAPRICIOUS) {
        assertThatThrownBy(() -> scene.server().listen(address(), _ -> server, PASSING))
            .isInstanceOf(UnsupportedOperationException.class)
            .hasMessageContaining("ancillary");
      }
    }
  }
}
