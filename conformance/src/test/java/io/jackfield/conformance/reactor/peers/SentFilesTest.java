package io.jackfield.conformance.reactor.peers;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.conformance.e2e.Command;
import io.jackfield.conformance.e2e.Command.Finished;
import io.jackfield.conformance.e2e.Python;
import io.jackfield.reactor.FileNotSentException;
import io.jackfield.reactor.ProcessOptions;
import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.StreamOptions;
import io.jackfield.reactor.Transport;
import io.jackfield.reactor.UnixTransport;
import io.jackfield.reactor.driver.Drivers;
import io.jackfield.socket.OpenFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that we send to programs that are not ours. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SentFilesTest {
  private static final int LENGTH = 20_000_003;

  @TempDir Path folder;

  static Stream<String> kernelDrivers() {
    return Stream.of("io_uring", "epoll", "poll", "select");
  }

  static Stream<String> drivers() {
    return Stream.concat(kernelDrivers(), Stream.of("nio"));
  }

  private static Loop loop(String driver) throws Exception {
    return Loop.start(Reactor.builder().stallThreshold(null).driver(() -> Drivers.named(driver)));
  }

  private Path content() throws IOException {
    byte[] content = new byte[LENGTH];
    new Random(1).nextBytes(content);
    return Files.write(folder.resolve("content"), content);
  }

  /** Answers the first words with a part of a file, as HTTP does. */
  private static final class Answer implements Protocol {
    private final Path path;
    private final long offset;
    private final CompletableFuture<Long> sent;
    private @Nullable Transport transport;

    Answer(Path path, long offset, CompletableFuture<Long> sent) {
      this.path = path;
      this.offset = offset;
      this.sent = sent;
    }

    @Override
    public void connectionMade(Transport made) {
      transport = made;
    }

    @Override
    public void dataReceived(ByteBuffer data) {
      Transport to = requireNonNull(transport);
      try (OpenFile file = OpenFile.forReading(path)) {
        long length = file.size() - offset;
        to.write(US_ASCII.encode("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n"));
        var _ =
            to.sendFile(file, offset, length)
                .whenComplete((bytes, failure) -> {
                  var _ =
                      failure == null ? sent.complete(bytes) : sent.completeExceptionally(failure);
                });
        to.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("drivers")
  void curlGetsEachByte(String driver) throws Exception {
    Path content = content();
    Path got = folder.resolve("got");
    var sent = new CompletableFuture<Long>();
    try (Loop loop = loop(driver)) {
      int port = loop.listen(_ -> new Answer(content, 3, sent));
      Finished finished =
          Command.tool("curl", "-sS", "-o", got.toString(), "http://127.0.0.1:" + port).run();
      assertThat(finished.err()).isEmpty();
      assertThat(finished.exit()).isZero();
      assertThat(Loop.soon(sent)).isEqualTo(LENGTH - 3);
    }
    byte[] all = Files.readAllBytes(content);
    assertThat(Files.readAllBytes(got)).isEqualTo(Arrays.copyOfRange(all, 3, all.length));
  }

  @ParameterizedTest
  @MethodSource("drivers")
  void aClientThatVanishesInTheMiddleIsToldOf(String driver) throws Exception {
    Path content = content();
    var sent = new CompletableFuture<Long>();
    try (Loop loop = loop(driver)) {
      int port = loop.listen(_ -> new Answer(content, 0, sent));
      String _ =
          Python.client(port, "s = connect()\ns.sendall(b'GET')\nexactly(s, 100000)\nvanish(s)\n");
      assertThatThrownBy(() -> Loop.soon(sent))
          .isInstanceOf(FileNotSentException.class)
          .hasMessageContaining("of " + LENGTH + " bytes");
    }
  }

  /** With a descriptor before it and another behind: bytes, parcels and files keep their order. */
  @ParameterizedTest
  @MethodSource("kernelDrivers")
  void aUnixStreamTakesFilesBetweenDescriptors(String driver) throws Exception {
    Path content = content();
    Path path = folder.resolve("socket");
    var server =
        new Protocol() {
          @Override
          public void connectionMade(Transport made) {
            try (OpenFile file = OpenFile.forReading(content);
                OpenFile.Use use = file.use()) {
              var unix = (UnixTransport) made;
              unix.write(US_ASCII.encode("one"), List.of(use.descriptor()));
              var _ = made.sendFile(file, 0, LENGTH);
              unix.write(US_ASCII.encode("two"), List.of(use.descriptor()));
              var _ = made.sendFile(file, 0, 5);
              made.write(US_ASCII.encode("end"));
              made.close();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }

          @Override
          public void dataReceived(ByteBuffer data) {}
        };
    try (Loop loop = loop(driver)) {
      var options = StreamOptions.builder().controlBytes(256).build();
      loop.call(
          () -> loop.reactor().listen(UnixDomainSocketAddress.of(path), _ -> server, options));
      String said =
          Python.run(
              """
              s = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
              s.settimeout(LIMIT)
              s.connect(ARGS[0])
              got, numbers = b'', []
              while True:
                  data, fds, _, _ = socket.recv_fds(s, 65536, 8)
                  if not data:
                      break
                  got += data
                  numbers += fds
              all = open(ARGS[1], 'rb').read()
              same = got == b'one' + all + b'two' + all[:5] + b'end'
              say(b'%d %d' % (same, len(numbers)))
              """,
              path, content);
      assertThat(said).isEqualTo("1 2");
    }
  }

  /** A pipe, through the process. */
  @ParameterizedTest
  @MethodSource("kernelDrivers")
  void aCommandReadsAFileAsItsInput(String driver) throws Exception {
    Path content = content();
    Command.need("sha256sum");
    var said = new CompletableFuture<String>();
    var command =
        new Protocol() {
          private String out = "";

          @Override
          public void connectionMade(Transport made) {
            try (OpenFile file = OpenFile.forReading(content)) {
              var _ = made.sendFile(file, 0, LENGTH);
              made.endOutput();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }

          @Override
          public void dataReceived(ByteBuffer data) {
            out += US_ASCII.decode(data);
          }

          @Override
          public boolean endReceived() {
            said.complete(out);
            return false;
          }
        };
    try (Loop loop = loop(driver)) {
      var _ =
          loop.call(() ->
              loop.reactor()
                  .processes()
                  .connect(command, List.of("sha256sum"), ProcessOptions.DEFAULTS));
      Finished ours = Command.tool("sha256sum").run(Files.readAllBytes(content));
      assertThat(Loop.soon(said)).isEqualTo(ours.out());
    }
  }
}
