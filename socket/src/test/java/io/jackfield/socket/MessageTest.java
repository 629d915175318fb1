package io.jackfield.socket;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.socket.ControlMessage.Descriptors;
import io.jackfield.socket.ControlMessage.SendDescriptors;
import io.jackfield.socket.address.AbstractUnixAddress;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages with ancillary data, with ourselves and with CPython at the other end. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class MessageTest {
  private static final int ROOM = 256;

  @TempDir private Path folder;

  private static List<PassedDescriptor> passed(ReceivedMessage message) {
    return message.control().stream()
        .filter(Descriptors.class::isInstance)
        .flatMap(control -> ((Descriptors) control).passed().stream())
        .toList();
  }

  private static ReceivedMessage receive(Socket from, ByteBuffer into) throws IOException {
    return requireNonNull(from.receiveMessage(List.of(into), ROOM));
  }

  @ParameterizedTest
  @EnumSource(names = {"STREAM", "DATAGRAM", "SEQUENCED_PACKET"})
  void severalDescriptorsArePassedAtOnceAndWork(SocketType type) throws IOException {
    List<Socket> ends = Socket.pair(type);
    List<Socket> inner = Socket.pair(SocketType.STREAM);
    try (Socket a = ends.get(0);
        Socket b = ends.get(1)) {
      a.sendMessage(
          List.of(Pairs.bytes("two")),
          null,
          List.of(SendDescriptors.of(inner.get(0), inner.get(1))));
      for (Socket sent : inner) {
        sent.close();
      }
      ByteBuffer into = ByteBuffer.allocate(8);
      ReceivedMessage message = receive(b, into);
      assertThat(Pairs.text(into)).isEqualTo("two");
      List<PassedDescriptor> passed = passed(message);
      assertThat(passed).hasSize(2);
      try (Socket left = passed.get(0).takeSocket();
          Socket right = passed.get(1).takeSocket()) {
        assertThat(left.type()).isEqualTo(SocketType.STREAM);
        left.sendAll(Pairs.bytes("through"));
        assertThat(right.receive(into.clear())).isEqualTo(7);
      }
    }
  }

  /** CPython's groups of test_socket.SCMRightsTest in intent: no room, for one, for two. */
  @ParameterizedTest(name = "room for {0} bytes")
  @ValueSource(ints = {0, 16, 20, 24})
  void descriptorsThatDoNotFitAreClosedByTheKernelAndSaid(int room) throws Exception {
    List<Socket> ends = Socket.pair(SocketType.DATAGRAM);
    List<Socket> inner = Socket.pair(SocketType.STREAM);
    try (Socket a = ends.get(0);
        Socket b = ends.get(1)) {
      a.sendMessage(
          List.of(Pairs.bytes("x")),
          null,
          List.of(SendDescriptors.of(inner.get(0), inner.get(0), inner.get(0))));
      inner.get(0).close();
      ReceivedMessage message =
          requireNonNull(b.receiveMessage(List.of(ByteBuffer.allocate(8)), room));
      assertThat(message.controlTruncated()).isTrue();
      List<PassedDescriptor> passed = passed(message);
      assertThat(passed).hasSizeLessThanOrEqualTo(Math.max(room - 16, 0) / 4);
      passed.forEach(PassedDescriptor::close);
      // Nobody holds the other end any more.
      assertThat(inner.get(1).receive(ByteBuffer.allocate(8))).isEqualTo(-1);
      inner.get(1).close();
    }
  }

  @Test
  void aDescriptorIsGivenAwayOnce() throws IOException {
    List<Socket> ends = Socket.pair(SocketType.STREAM);
    try (Socket a = ends.get(0);
        Socket b = ends.get(1)) {
      a.sendMessage(List.of(Pairs.bytes("x")), null, List.of(SendDescriptors.of(a)));
      PassedDescriptor passed = passed(receive(b, ByteBuffer.allocate(8))).getFirst();
      passed.takeSocket().close();
      passed.close(); // Not ours any more: does nothing.
      assertThatThrownBy(passed::takeNumber).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aPassedDescriptorThatWasGivenAwayIsNotTouchedAnyMore() throws IOException {
    try (Pipe pipe = Pipe.open()) {
      var passed = new PassedDescriptor(pipe.source().descriptor());
      assertThatThrownBy(passed::takeSocket).hasMessageContaining("ENOTSOCK");
      assertThat(passed.takeNumber()).isEqualTo(pipe.source().descriptor()); // Still owned.
      assertThatThrownBy(passed::takeSocket).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void pythonPassesUsAFileAndWePassItASocket() throws Exception {
    SocketAddress at = Pairs.Kind.UNIX.any(folder);
    List<Socket> inner = Socket.pair(SocketType.STREAM);
    try (Socket listener = Pairs.listener(at);
        Python python =
            Python.start(
                """
                s = socket.socket(socket.AF_UNIX)
                s.connect(sys.argv[1])
                r, w = socket.socketpair()
                socket.send_fds(s, [b'take'], [r.fileno(), w.fileno()])
                r.close(); w.close()
                data, fds, flags, _ = socket.recv_fds(s, 100, 4)
                t = socket.socket(fileno=fds[0])
                t.sendall(b'from python')
                print(data.decode(), len(fds))
                """,
                at);
        Socket peer = requireNonNull(listener.accept())) {
      ByteBuffer into = ByteBuffer.allocate(32);
      List<PassedDescriptor> passed = passed(receive(peer, into));
      assertThat(Pairs.text(into)).isEqualTo("take");
      try (Socket r = passed.get(0).takeSocket();
          Socket w = passed.get(1).takeSocket()) {
        w.sendAll(Pairs.bytes("hi"));
        assertThat(r.receive(into.clear())).isEqualTo(2);
      }
      peer.sendMessage(
          List.of(Pairs.bytes("give")), null, List.of(SendDescriptors.of(inner.getFirst())));
      inner.getFirst().close();
      assertThat(inner.getLast().receive(into.clear())).isEqualTo(11);
      inner.getLast().close();
      assertThat(python.end()).isEqualTo("give 1");
    }
  }

  @Test
  void pythonReachesAnAbstractNameAndIsSeenByItsOwn() throws Exception {
    var name = AbstractUnixAddress.of("jackfield-test-" + ProcessHandle.current().pid());
    try (Socket listener = Socket.openFor(name, SocketType.SEQUENCED_PACKET).bind(name).listen();
        Python python =
            Python.start(
                """
                s = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
                s.bind('\\0' + sys.argv[1] + '-client')
                s.connect('\\0' + sys.argv[1])
                s.send(b'one'); s.send(b'two')
                print(s.recv(100).decode())
                """,
                name.toString().substring(1));
        Socket peer = requireNonNull(listener.accept())) {
      assertThat(listener.localAddress()).isEqualTo(name);
      assertThat(peer.remoteAddress())
          .isEqualTo(AbstractUnixAddress.of(name.toString().substring(1) + "-client"));
      ByteBuffer into = ByteBuffer.allocate(32);
      assertThat(peer.receive(into)).isEqualTo(3); // Records are kept apart.
      assertThat(peer.receive(into)).isEqualTo(3);
      peer.send(Pairs.bytes("three"));
      assertThat(python.end()).isEqualTo("three");
      assertThat(peer.receive(into)).isEqualTo(-1);
    }
  }

  @Test
  void severalBuffersAreGatheredAndScattered() throws IOException {
    try (Pairs pair = Pairs.tcp()) {
      ByteBuffer[] from = {
        Pairs.bytes("one "), ByteBuffer.allocate(0), ByteBuffer.allocateDirect(4), Pairs.bytes("!")
      };
      from[2].put(Pairs.bytes("two ")).flip();
      assertThat(pair.client().write(from)).isEqualTo(9);
      ByteBuffer[] into = {
        ByteBuffer.allocate(3), ByteBuffer.allocateDirect(5), ByteBuffer.allocate(9)
      };
      long received = 0;
      while (received < 9) {
        received += pair.server().read(into);
      }
      var all = new ArrayList<String>();
      for (ByteBuffer buffer : into) {
        all.add(Pairs.text(buffer));
      }
      assertThat(all).containsExactly("one", " two ", "!");
      pair.client().shutdown(ShutdownHow.WRITE);
      assertThat(pair.server().read(new ByteBuffer[] {ByteBuffer.allocate(1)})).isEqualTo(-1);
      assertThat(pair.server().read(new ByteBuffer[] {ByteBuffer.allocate(0)})).isZero();
    }
  }

  @Test
  void aMessageLargerThanItsBuffersSaysSo() throws IOException {
    List<Socket> ends = Socket.pair(SocketType.SEQUENCED_PACKET);
    try (Socket a = ends.get(0);
        Socket b = ends.get(1)) {
      a.sendMessage(List.of(ByteBuffer.allocate(100_000)), null, List.of());
      ReceivedMessage cut = requireNonNull(b.receiveMessage(List.of(ByteBuffer.allocate(10)), 0));
      assertThat(cut.truncated()).isTrue();
      assertThat(cut.length()).isEqualTo(100_000);
    }
  }
}
