package io.jackfield.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is borrowed stays the lender's: its number, its end, its flags. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class BorrowedDescriptorTest {
  @ParameterizedTest
  @EnumSource
  void aReadWaitsAndIsWokenAsASocketsIs(Threads threads) throws Exception {
    try (Pipe pipe = Pipe.open()) {
      BorrowedDescriptor borrowed = BorrowedDescriptor.of(pipe.source().descriptor());
      ByteBuffer into = ByteBuffer.allocate(8);
      var reading = threads.run(() -> borrowed.read(into));
      reading.awaitWaiting(borrowed);
      pipe.sink().write(Pairs.bytes("abc"));
      assertThat(reading.result().get(10, TimeUnit.SECONDS)).isEqualTo(3);
      assertThat(Pairs.text(into)).isEqualTo("abc");

      borrowed.timeout(Duration.ofMillis(20));
      var timed = threads.run(() -> borrowed.read(ByteBuffer.allocate(8)));
      assertThatThrownBy(() -> timed.result().get(10, TimeUnit.SECONDS))
          .cause()
          .isInstanceOf(SocketTimeoutException.class);

      borrowed.timeout(Socket.NEVER);
      var closed = threads.run(() -> borrowed.read(ByteBuffer.allocate(8)));
      closed.awaitWaiting(borrowed);
      borrowed.close();
      assertThatThrownBy(() -> closed.result().get(10, TimeUnit.SECONDS))
          .cause()
          .isInstanceOf(AsynchronousCloseException.class);
    }
  }

  /** Of a terminal, a pipe or a socket that blocks: its flags are everybody's. */
  @Test
  void aBlockingDescriptorDoesNotBlockAndStaysABlockingOne(@TempDir Path folder) throws Exception {
    var at = UnixDomainSocketAddress.of(folder.resolve("s"));
    try (Python python =
            Python.start(
                """
                import fcntl
                ours, theirs = socket.socketpair()
                s = socket.socket(socket.AF_UNIX); s.bind(sys.argv[1]); s.listen()
                print('ready', flush=True)
                c = s.accept()[0]
                socket.send_fds(c, [b'x'], [theirs.fileno()])
                c.recv(1)
                print(fcntl.fcntl(theirs, fcntl.F_GETFL) & os.O_NONBLOCK)
                """,
                at.getPath());
        Socket control = Socket.openFor(at, SocketType.STREAM)) {
      assertThat(python.line()).isEqualTo("ready");
      control.connect(at);
      try (PassedDescriptor theirs = PassedDescriptors.one(control);
          BorrowedDescriptor borrowed = BorrowedDescriptor.of(theirs.number())) {
        assertThat(borrowed.timeout(Duration.ZERO).read(ByteBuffer.allocate(1))).isZero();
      }
      control.send(Pairs.bytes("x"));
      assertThat(python.end()).isEqualTo("0");
    }
  }

  @Test
  void theLenderClosesItsNumberAndWhatWasLentIsStillThere() throws Exception {
    try (Pipe pipe = Pipe.open();
        BorrowedDescriptor borrowed = BorrowedDescriptor.of(pipe.source().descriptor())) {
      pipe.source().close();
      pipe.sink().write(Pairs.bytes("abc"));
      pipe.sink().close();
      assertThat(borrowed.read(ByteBuffer.allocate(8))).isEqualTo(3);
      assertThat(borrowed.read(ByteBuffer.allocate(8))).isEqualTo(-1);
    }
  }

  @Test
  void givingItBackLeavesTheLendersOpen() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      BorrowedDescriptor.of(pipe.source().descriptor()).close();
      pipe.sink().write(Pairs.bytes("abc"));
      assertThat(pipe.source().read(ByteBuffer.allocate(8))).isEqualTo(3);
    }
  }

  @Test
  void whatIsNotOpenCannotBeBorrowed() {
    assertThatThrownBy(() -> BorrowedDescriptor.of(1_000_000))
        .isInstanceOf(KernelException.class)
        .hasMessage("fcntl: bad file descriptor (EBADF)");
  }
}
