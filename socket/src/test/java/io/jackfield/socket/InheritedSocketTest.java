package io.jackfield.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A process that is started with its socket open already: as inetd(8) does with a connection, a
 * listener or a datagram socket as standard input, systemd.socket(5) does at a higher descriptor.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class InheritedSocketTest {
  /** The process: adopts the descriptor it is told, answers once in the other case, and ends. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws Exception {
      ByteBuffer request = ByteBuffer.allocate(100);
      try (Socket socket = Socket.fromDescriptor(Integer.parseInt(arguments[0]))) {
        if (socket.getOption(SocketOptions.ACCEPTS_CONNECTIONS)) {
          try (Socket connection = requireNonNull(socket.accept())) {
            connection.receive(request);
            connection.sendAll(answer(request));
          }
        } else if (socket.type() == SocketType.DATAGRAM) {
          ReceivedDatagram received = requireNonNull(socket.receiveFrom(request));
          socket.sendTo(answer(request), received.source());
        } else {
          socket.receive(request);
          socket.sendAll(answer(request));
        }
      }
      System.out.println("answered");
    }

    private static ByteBuffer answer(ByteBuffer request) {
      return ByteBuffer.wrap(Pairs.text(request).toUpperCase(Locale.ROOT).getBytes(UTF_8));
    }
  }

  private static final String PARENT =
      """
      import subprocess
      kind, number, command = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
      if kind == 'connection':
          ours, theirs = socket.socketpair()
      else:
          theirs = socket.socket(type=socket.SOCK_DGRAM if kind == 'datagram' else socket.SOCK_STREAM)
          theirs.bind(('127.0.0.1', 0))
          if kind == 'listener':
              theirs.listen()
      if number == 0:
          child = subprocess.Popen(command, stdin=theirs, stdout=subprocess.PIPE, text=True)
      else:
          os.dup2(theirs.fileno(), number)
          child = subprocess.Popen(command, pass_fds=[number], stdout=subprocess.PIPE, text=True)
          os.close(number)
      try:
          if kind == 'listener':
              ours = socket.create_connection(theirs.getsockname())
          elif kind == 'datagram':
              ours = socket.socket(type=socket.SOCK_DGRAM)
              ours.connect(theirs.getsockname())
          theirs.close()
          ours.settimeout(20)
          ours.send(b'question')
          print(ours.recv(100).decode())
          if kind != 'datagram':
              print('end' if ours.recv(100) == b'' else 'more')
          print(child.stdout.readline().strip(), child.wait(20))
      finally:
          child.kill()
      """;

  @ParameterizedTest(name = "a {0} as descriptor {1}")
  @CsvSource({
    "connection, 0",
    "listener, 0",
    "datagram, 0",
    "connection, 50",
    "listener, 50",
    "datagram, 50"
  })
  void itIsAdoptedAndAnswers(String kind, int number) throws Exception {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            "target/classes:target/test-classes",
            Child.class.getName(),
            Integer.toString(number));
    try (Python python =
        Python.start(PARENT, Stream.concat(Stream.of(kind, number), command.stream()).toArray())) {
      List<String> expected =
          kind.equals("datagram")
              ? List.of("QUESTION", "answered 0")
              : List.of("QUESTION", "end", "answered 0");
      assertThat(python.end().lines()).containsExactlyElementsOf(expected);
    }
  }
}
