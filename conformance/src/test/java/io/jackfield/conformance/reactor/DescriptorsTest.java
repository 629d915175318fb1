package io.jackfield.conformance.reactor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.reactor.DatagramOptions;
import io.jackfield.reactor.ListeningPort;
import io.jackfield.reactor.LossReason.Lost;
import io.jackfield.reactor.StreamOptions;
import io.jackfield.reactor.Transport;
import io.jackfield.socket.BrokenPipeException;
import io.jackfield.socket.Pipe;
import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketType;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for pipes, files and passed sockets on a loop. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class DescriptorsTest {
  private static final InetSocketAddress LOOPBACK =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  @TempDir Path folder;

  private final Recorder recorder = new Recorder();

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT"})
  void twoPipesAreOneStreamThatStaysTheCallers(World world) throws Exception {
    try (World.Scene scene = world.open();
        Pipe in = Pipe.open();
        Pipe out = Pipe.open()) {
      int input = in.source().descriptor();
      int output = out.sink().descriptor();
      Transport transport =
          scene.server().descriptors().shared(input, output, recorder, StreamOptions.DEFAULTS);
      assertThat(recorder.told).containsExactly("made");
      in.sink().write(ByteBuffer.wrap("question".getBytes(UTF_8)));
      scene.until(() -> recorder.text().equals("question"));
      recorder.keepsOpen = true;
      in.sink().close();
      scene.until(() -> recorder.told.contains("end"));
      recorder.say("answer");
      transport.close();
      scene.until(recorder::isLost);
      assertThat(recorder.told).containsExactly("made", "data", "end", "lost Done");
      ByteBuffer room = ByteBuffer.allocate(10);
      out.source().read(room);
      assertThat(room.position()).isEqualTo(6);
      assertThat(OpenFiles.sameAs(output)).as("both its ends, and no copy").isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT"})
  void aReaderThatStopsHoldsUpTheWriter(World world) throws Exception {
    try (World.Scene scene = world.open();
        Pipe in = Pipe.open();
        Pipe out = Pipe.open()) {
      scene
          .server()
          .descriptors()
          .shared(
              in.source().descriptor(), out.sink().descriptor(), recorder, StreamOptions.DEFAULTS);
      recorder.transport().write(ByteBuffer.allocate(1_000_000));
      scene.until(() -> recorder.told.contains("paused"));
      ByteBuffer room = ByteBuffer.allocate(1_000_000);
      scene.until(() -> {
        read(out, room);
        return !room.hasRemaining();
      });
      scene.until(() -> recorder.told.contains("resumed"));
      recorder.transport().abort();
      scene.until(recorder::isLost);
    }
  }

  private static void read(Pipe from, ByteBuffer into) {
    try {
      from.source().timeout(Duration.ZERO).read(into);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"EPOLL", "POLL"})
  void aReaderThatHasGoneIsToldOfAtOnce(World world) throws Exception {
    try (World.Scene scene = world.open();
        Pipe in = Pipe.open();
        Pipe out = Pipe.open()) {
      scene
          .server()
          .descriptors()
          .shared(
              in.source().descriptor(), out.sink().descriptor(), recorder, StreamOptions.DEFAULTS);
      scene.step();
      out.source().close();
      scene.until(recorder::isLost);
      assertThat(recorder.lost)
          .isInstanceOfSatisfying(
              Lost.class, lost -> assertThat(lost.cause()).isInstanceOf(BrokenPipeException.class));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT"})
  void regularFilesAndTheNullDeviceAreStandardStreamsToo(World world) throws Exception {
    Path file = folder.resolve("input");
    byte[] bytes = new byte[200_000];
    Arrays.fill(bytes, (byte) 'x');
    Files.write(file, bytes);
    try (World.Scene scene = world.open();
        OpenNumber input = OpenNumber.of(file);
        OpenNumber none = OpenNumber.of(Path.of("/dev/null"))) {
      scene
          .server()
          .descriptors()
          .shared(input.number(), none.number(), recorder, StreamOptions.DEFAULTS);
      recorder.say("into nothing");
      scene.until(recorder::isLost);
      assertThat(recorder.data.size()).isEqualTo(bytes.length);
      assertThat(recorder.told).endsWith("end", "lost Done");
      var empty = new Recorder();
      scene
          .server()
          .descriptors()
          .shared(none.number(), none.number(), empty, StreamOptions.DEFAULTS);
      scene.until(empty::isLost);
      assertThat(empty.told).containsExactly("made", "end", "lost Done");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT"})
  void standardOutputMayBeAFile(World world) throws Exception {
    Path file = folder.resolve("output");
    byte[] bytes = new byte[200_000];
    Arrays.fill(bytes, (byte) 'x');
    try (World.Scene scene = world.open();
        OpenNumber output = OpenNumber.of(file);
        OpenNumber none = OpenNumber.of(Path.of("/dev/null"))) {
      recorder.keepsOpen = true;
      scene
          .server()
          .descriptors()
          .shared(none.number(), output.number(), recorder, StreamOptions.DEFAULTS);
      recorder.transport().write(ByteBuffer.wrap(bytes));
      recorder.transport().close();
      scene.until(recorder::isLost);
      assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    }
  }

  /** What the JDK has opened, and its descriptor. */
  private record OpenNumber(RandomAccessFile file, int number) implements AutoCloseable {
    static OpenNumber of(Path path) throws IOException {
      var file = new RandomAccessFile(path.toFile(), "rw");
      return new OpenNumber(file, OpenFiles.numberOf(path));
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT"})
  void aFileIsReadAndWrittenAndAppendedTo(World world) throws Exception {
    Path file = folder.resolve("file");
    try (World.Scene scene = world.open()) {
      var descriptors = scene.server().descriptors();
      assertThatThrownBy(() -> descriptors.open(file, recorder))
          .isInstanceOf(NoSuchFileException.class);
      assertThat(recorder.told).isEmpty();
      for (StandardOpenOption how : List.of(StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
        var writer = new Recorder();
        descriptors.open(file, writer, how, StandardOpenOption.CREATE);
        writer.say(how.name());
        writer.transport().close();
        scene.until(writer::isLost);
        assertThat(writer.told).containsExactly("made", "lost Done");
      }
      descriptors.open(file, recorder);
      assertThatThrownBy(() -> recorder.say("x")).isInstanceOf(IllegalStateException.class);
      scene.until(recorder::isLost);
      assertThat(recorder.text()).isEqualTo("WRITEAPPEND");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT"})
  void aFifoIsOpenedWithoutWaiting(World world) throws Exception {
    Path fifo = folder.resolve("fifo");
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    var writer = new Recorder();
    try (World.Scene scene = world.open()) {
      var descriptors = scene.server().descriptors();
      assertThatThrownBy(() -> descriptors.open(fifo, writer, StandardOpenOption.WRITE))
          .isInstanceOf(FileSystemException.class)
          .hasMessageContaining("ENXIO");
      descriptors.open(fifo, recorder);
      descriptors.open(fifo, writer, StandardOpenOption.WRITE);
      writer.say("through");
      writer.transport().endOutput();
      scene.until(() -> recorder.isLost() && writer.isLost());
      assertThat(recorder.text()).isEqualTo("through");
      assertThat(recorder.told).containsExactly("made", "data", "end", "lost Done");
    }
  }

  /** What somebody has received of it before comes first. */
  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT", "PARKING"})
  void aSocketThatWasUsedBeforeGoesOn(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      List<Socket> ends = Socket.pair(SocketType.STREAM);
      ends.getFirst().sendAll(ByteBuffer.wrap("header|behind".getBytes(UTF_8)));
      var buffer = ByteBuffer.allocate(64);
      assertThat(ends.getLast().receive(buffer)).isEqualTo(13);
      ends.getFirst().sendAll(ByteBuffer.wrap(" it".getBytes(UTF_8)));
      scene
          .server()
          .descriptors()
          .connection(ends.getLast(), recorder, StreamOptions.DEFAULTS, buffer.flip().position(7));
      assertThat(ends.getLast().isOpen()).isFalse();
      scene.until(() -> recorder.text().equals("behind it"));
      recorder.say("yes");
      buffer.clear();
      scene.until(() -> recorder.transport().bufferedBytes() == 0);
      assertThat(ends.getFirst().receive(buffer)).isEqualTo(3);
      ends.getFirst().close();
      scene.until(recorder::isLost);
      var tooMuch = ByteBuffer.allocate(4_097);
      assertThatThrownBy(() ->
              scene
                  .server()
                  .descriptors()
                  .connection(ends.getLast(), recorder, StreamOptions.DEFAULTS, tooMuch))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT"})
  void passedSocketsListenTalkAndReceive(World world) throws Exception {
    Socket listening = Socket.open(StandardProtocolFamily.INET, SocketType.STREAM);
    listening.bind(LOOPBACK).listen();
    Socket datagrams = Socket.open(StandardProtocolFamily.INET, SocketType.DATAGRAM);
    datagrams.bind(LOOPBACK);
    var received = new DatagramRecorder();
    var client = new Recorder();
    try (World.Scene scene = world.open()) {
      var descriptors = scene.server().descriptors();
      ListeningPort port =
          descriptors.listener(copy(listening), _ -> recorder, StreamOptions.DEFAULTS);
      descriptors.datagrams(copy(datagrams), received, DatagramOptions.DEFAULTS);
      Socket connected = Socket.openFor(port.localAddress(), SocketType.STREAM);
      connected.connect(port.localAddress());
      descriptors.connection(copy(connected), client, StreamOptions.DEFAULTS);
      client.say("hello");
      scene.until(() -> recorder.isMade() && recorder.text().equals("hello"));
      datagrams.sendTo(ByteBuffer.wrap("to us".getBytes(UTF_8)), datagrams.localAddress());
      scene.until(() -> received.messages.contains("to us"));
      int wrong = copy(datagrams);
      assertThatThrownBy(() -> descriptors.listener(wrong, _ -> recorder, StreamOptions.DEFAULTS))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("listening");
      connected.close();
    } finally {
      listening.close();
      datagrams.close();
    }
  }

  /** As it comes to a process: a number that nobody else has. */
  private static int copy(Socket socket) throws IOException {
    return OpenFiles.copyOf(socket);
  }

  @ParameterizedTest
  @EnumSource(names = {"NIO", "SIMULATED", "CAPRICIOUS"})
  void aNetworkWithoutDescriptorsSaysSo(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      assertThatThrownBy(() -> scene.server().descriptors().standardStreams(recorder))
          .isInstanceOf(UnsupportedOperationException.class);
    }
  }
}
