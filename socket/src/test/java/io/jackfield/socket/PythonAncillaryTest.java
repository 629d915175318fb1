package io.jackfield.socket;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.socket.ControlMessage.Descriptors;
import io.jackfield.socket.ControlMessage.Other;
import io.jackfield.socket.ControlMessage.SendDescriptors;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Passed descriptors with CPython at the other end: test_socket.SCMRightsTest in intent. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class PythonAncillaryTest {
  private static final int HEADER_BYTES = 16;
  private static final int SENT = 3;
  private static final int SOL_SOCKET = 1;
  private static final int SCM_RIGHTS = 1;

  @TempDir private Path folder;
  private SocketAddress at = Pairs.Kind.UNIX.any(Path.of(""));

  @BeforeEach
  void chooseAPath() {
    at = Pairs.Kind.UNIX.any(folder);
  }

  private static List<PassedDescriptor> passed(ReceivedMessage message) {
    return message.control().stream()
        .flatMap(control -> ((Descriptors) control).passed().stream())
        .toList();
  }

  private static ReceivedMessage receive(Socket from, int room) throws IOException {
    return requireNonNull(from.receiveMessage(List.of(ByteBuffer.allocate(8)), room));
  }

  /** Room for nothing, for less and more than a header, for one and two and three less a byte. */
  @ParameterizedTest(name = "room for {0} bytes")
  @ValueSource(ints = {0, 1, 15, 16, 17, 19, 20, 23, 24, 27, 28, 100})
  void whatPythonSendsIsTakenAsFarAsThereIsRoom(int room) throws Exception {
    int fit = Math.clamp((room - HEADER_BYTES) / Integer.BYTES, 0, SENT);
    try (Socket listener = Pairs.listener(at);
        Python python =
            Python.start(
                """
                s = socket.socket(socket.AF_UNIX)
                s.connect(sys.argv[1])
                pairs = [socket.socketpair() for _ in range(3)]
                socket.send_fds(s, [b'take'], [theirs.fileno() for _, theirs in pairs])
                s.send(b'!')
                for ours, theirs in pairs:
                    theirs.close()
                    ours.settimeout(10)
                    print(ours.recv(10).decode() or 'closed')
                """,
                at);
        Socket peer = requireNonNull(listener.accept())) {
      ReceivedMessage message = receive(peer, room);
      assertThat(message.length()).isEqualTo(4);
      assertThat(message.controlTruncated()).isEqualTo(fit < SENT);
      List<PassedDescriptor> passed = passed(message);
      assertThat(passed).hasSize(fit);
      for (PassedDescriptor one : passed) {
        try (Socket socket = one.takeSocket()) {
          socket.sendAll(Pairs.bytes("open"));
        }
      }
      assertThat(receive(peer, 100).control()).isEmpty(); // They come with their message only.
      List<String> expected = new ArrayList<>(Collections.nCopies(fit, "open"));
      expected.addAll(Collections.nCopies(SENT - fit, "closed"));
      assertThat(python.end().lines()).containsExactlyElementsOf(expected);
    }
  }

  @ParameterizedTest(name = "room for {0} bytes")
  @ValueSource(ints = {0, 16, 19, 20, 23, 24, 28})
  void whatWeSendPythonTakesAsFarAsItHasRoom(int room) throws Exception {
    int fit = Math.clamp((room - HEADER_BYTES) / Integer.BYTES, 0, SENT);
    List<Socket> inner = Socket.pair(SocketType.STREAM);
    try (Socket listener = Pairs.listener(at);
        Python python =
            Python.start(
                """
                s = socket.socket(socket.AF_UNIX)
                s.connect(sys.argv[1])
                data, control, flags, _ = s.recvmsg(100, int(sys.argv[2]))
                fds = array.array('i')
                for level, kind, bytes in control:
                    assert level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS
                    fds.frombytes(bytes[:len(bytes) - len(bytes) % fds.itemsize])
                print(data.decode(), len(fds), bool(flags & socket.MSG_CTRUNC))
                """,
                at, room);
        Socket peer = requireNonNull(listener.accept());
        Socket kept = inner.getFirst()) {
      Socket given = inner.getLast();
      peer.sendMessage(
          List.of(Pairs.bytes("give")), null, List.of(SendDescriptors.of(given, given, given)));
      given.close();
      assertThat(python.end()).isEqualTo("give " + fit + " " + (fit < SENT ? "True" : "False"));
      assertThat(kept.receive(ByteBuffer.allocate(1))).isEqualTo(-1); // No copy is left anywhere.
    }
  }

  /** Two elements, an empty one, one that ends within a number: what test_socket sends too. */
  @Test
  void oddlyMadeElementsArriveAsWhatTheKernelMakesOfThem() throws Exception {
    try (Socket listener = Socket.openFor(at, SocketType.SEQUENCED_PACKET).bind(at).listen();
        Python python =
            Python.start(
                """
                s = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
                s.connect(sys.argv[1])
                a, b = socket.socketpair()
                one = lambda fd: struct.pack('@i', fd.fileno())
                rights = lambda data: (socket.SOL_SOCKET, socket.SCM_RIGHTS, data)
                s.sendmsg([b'two'], [rights(one(a)), rights(one(b))])
                s.sendmsg([b'none'], [rights(b'')])
                s.sendmsg([b'part'], [rights(one(a) + one(b)[:3])])
                s.recv(1)
                """,
                at);
        Socket peer = requireNonNull(listener.accept())) {
      for (int count : new int[] {2, 0, 1}) {
        ReceivedMessage message = receive(peer, 256);
        assertThat(passed(message)).hasSize(count).allMatch(one -> one.number() > 2);
        assertThat(message.controlTruncated()).isFalse();
        passed(message).forEach(PassedDescriptor::close);
      }
      peer.send(Pairs.bytes("x"));
      python.end();
    }
  }

  @Test
  void oddlyMadeElementsCanBeSentToo() throws IOException {
    List<Socket> ends = Socket.pair(SocketType.DATAGRAM);
    try (Socket a = ends.getFirst();
        Socket b = ends.getLast()) {
      var one = SendDescriptors.of(a);
      var part = OptionCodec.room(7).putInt(a.descriptor()).rewind();
      a.sendMessage(List.of(Pairs.bytes("two")), null, List.of(one, one));
      a.sendMessage(List.of(Pairs.bytes("none")), null, List.of(SendDescriptors.of()));
      a.sendMessage(
          List.of(Pairs.bytes("part")), null, List.of(new Other(SOL_SOCKET, SCM_RIGHTS, part)));
      for (int count : new int[] {2, 0, 1}) {
        List<PassedDescriptor> passed = passed(receive(b, 256));
        assertThat(passed).hasSize(count);
        passed.forEach(PassedDescriptor::close);
      }
    }
  }

  @Test
  void aMessagePasses253DescriptorsAndNoMore() throws IOException {
    List<Socket> ends = Socket.pair(SocketType.STREAM);
    try (Socket a = ends.getFirst();
        Socket b = ends.getLast()) {
      var most = new SendDescriptors(Collections.nCopies(253, a.descriptor()));
      var tooMany = new SendDescriptors(Collections.nCopies(254, a.descriptor()));
      a.sendMessage(List.of(Pairs.bytes("x")), null, List.of(most));
      List<PassedDescriptor> passed = passed(receive(b, 4_096));
      assertThat(passed).hasSize(253);
      passed.forEach(PassedDescriptor::close);
      assertThatThrownBy(() -> a.sendMessage(List.of(Pairs.bytes("x")), null, List.of(tooMany)))
          .isInstanceOf(KernelException.class)
          .hasMessage("sendmsg (unnamed): invalid argument (EINVAL)");
      var notOpen = new SendDescriptors(List.of(1_000_000));
      assertThatThrownBy(() -> a.sendMessage(List.of(Pairs.bytes("x")), null, List.of(notOpen)))
          .isInstanceOf(KernelException.class)
          .hasMessage("sendmsg (unnamed): bad file descriptor (EBADF)");
    }
  }
}
