package io.jackfield.socket;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a new descriptor is like, wherever it comes from: nothing is inherited but on purpose. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class NewDescriptorTest {
  private static final int O_NONBLOCK = 0_4000;
  private static final int O_CLOEXEC = 0_2000000;

  private static void isLikeOurs(Waitable one) throws IOException {
    Path info = Path.of("/proc/self/fdinfo/" + one.descriptor());
    String flags =
        Files.readAllLines(info).stream()
            .filter(line -> line.startsWith("flags:"))
            .findFirst()
            .orElseThrow();
    int bits = Integer.parseInt(flags.substring(6).strip(), 8);
    assertThat(bits & O_NONBLOCK).as("non-blocking").isNotZero();
    assertThat(bits & O_CLOEXEC).as("closed on exec").isNotZero();
  }

  @Test
  void eachIsNonBlockingAndClosedOnExec() throws IOException {
    List<Socket> ends = Socket.pair(SocketType.STREAM);
    try (Pairs pair = Pairs.tcp();
        Socket datagrams = Socket.open(StandardProtocolFamily.INET6, SocketType.DATAGRAM);
        Socket a = ends.getFirst();
        Socket b = ends.getLast();
        Pipe pipe = Pipe.open()) {
      a.sendMessage(List.of(Pairs.bytes("x")), null, List.of(ControlMessage.SendDescriptors.of(a)));
      for (Waitable one :
          List.of(pair.listener(), pair.client(), pair.server(), datagrams, a, b, pipe.source())) {
        isLikeOurs(one);
      }
      try (Socket passed = PassedDescriptors.one(b).takeSocket()) {
        isLikeOurs(passed);
      }
    }
  }

  /** A blocking one, inherited by children, as CPython makes it: adopted it is like ours. */
  @Test
  void oneOfPythonsIsMadeLikeOurs(@TempDir Path folder) throws Exception {
    var at = Pairs.Kind.UNIX.any(folder);
    try (Socket listener = Pairs.listener(at);
        Python python =
            Python.start(
                """
                s = socket.socket(socket.AF_UNIX)
                s.connect(sys.argv[1])
                a, b = socket.socketpair()
                b.set_inheritable(True)
                socket.send_fds(s, [b'x'], [b.fileno()])
                b.close()
                a.settimeout(10)
                print(a.recv(10).decode())
                """,
                at);
        Socket peer = requireNonNull(listener.accept());
        Socket adopted = PassedDescriptors.one(peer).takeSocket()) {
      isLikeOurs(adopted);
      assertThat(adopted.timeout(Duration.ZERO).receive(ByteBuffer.allocate(1))).isZero();
      adopted.send(Pairs.bytes("ours"));
      assertThat(python.end()).isEqualTo("ours");
    }
  }

  /** CPython's NonBlockingTCPTests in intent: a listener's mode is its own. */
  @Test
  void anAcceptedSocketWaitsWhateverItsListenerDoes() throws Exception {
    try (Pairs pair = Pairs.tcp();
        Socket client = Socket.open(StandardProtocolFamily.INET, SocketType.STREAM)) {
      pair.listener().timeout(Duration.ZERO);
      client.connect(requireNonNull(pair.listener().localAddress()));
      try (Socket accepted = requireNonNull(pair.listener().accept())) {
        assertThat(accepted.timeout()).isEqualTo(Socket.NEVER);
        var receiving = Threads.PLATFORM.run(() -> accepted.receive(ByteBuffer.allocate(8)));
        receiving.awaitWaiting(accepted);
        client.send(Pairs.bytes("x"));
        assertThat(receiving.result().get()).isEqualTo(1);
      }
    }
  }

  @Test
  void aChildProcessHasNoneOfThem() throws Exception {
    try (Pairs _ = Pairs.tcp();
        Python child =
            Python.start(
                """
                links = []
                for fd in os.listdir('/proc/self/fd'):
                    try:
                        links.append(os.readlink('/proc/self/fd/' + fd))
                    except FileNotFoundError:
                        pass
                print(sum(link.startswith('socket:') for link in links))
                """)) {
      assertThat(child.end()).isEqualTo("0");
    }
  }
}
