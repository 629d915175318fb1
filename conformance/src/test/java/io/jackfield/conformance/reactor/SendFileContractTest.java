package io.jackfield.conformance.reactor;

import static io.jackfield.conformance.reactor.SentFiles.MUCH;
import static io.jackfield.conformance.reactor.SentFiles.failure;
import static io.jackfield.conformance.reactor.SentFiles.joined;
import static io.jackfield.conformance.reactor.SentFiles.random;
import static io.jackfield.conformance.reactor.SentFiles.send;
import static io.jackfield.conformance.reactor.SentFiles.untilStuck;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.reactor.LossReason.Done;
import io.jackfield.reactor.LossReason.Lost;
import io.jackfield.reactor.Relay;
import io.jackfield.reactor.StreamOptions;
import io.jackfield.reactor.Transport;
import io.jackfield.reactor.WriteLimitException;
import io.jackfield.socket.OpenFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for files that are sent, whoever reads them. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SendFileContractTest {
  private static final int MOST_FILES = 256;

  @TempDir private Path folder;

  private Path file(byte[] content) throws IOException {
    return SentFiles.file(folder, content);
  }

  @ParameterizedTest
  @EnumSource
  void filesAndBytesArriveInTheOrderTheyWereGivenIn(World world) throws Exception {
    byte[] content = random(5_000_003, 1);
    Path path = file(content);
    try (Pair pair = Pair.open(world)) {
      long before = pair.scene().server().counts().sentBytes();
      Transport server = pair.server().transport();
      pair.server().say("head");
      var whole = send(server, path, 0, content.length);
      pair.server().say("between");
      var nothing = send(server, path, content.length + 7, 0);
      var part = send(server, path, 1_000_000, 2_000_000);
      pair.server().say("tail");
      List<String> order = new ArrayList<>();
      var _ = whole.thenRun(() -> order.add("whole " + server.reactor().isLoopThread()));
      var _ = nothing.thenRun(() -> order.add("nothing"));
      var _ = part.thenRun(() -> order.add("part"));
      server.endOutput();
      assertThat(whole).isNotDone();
      assertThat(nothing).isNotDone();
      pair.untilBothLost();
      assertThat(pair.client().data.toByteArray())
          .isEqualTo(
              joined(
                  "head".getBytes(US_ASCII),
                  content,
                  "between".getBytes(US_ASCII),
                  Arrays.copyOfRange(content, 1_000_000, 3_000_000),
                  "tail".getBytes(US_ASCII)));
      assertThat(order).containsExactly("whole true", "nothing", "part");
      assertThat(whole).isCompletedWithValue((long) content.length);
      assertThat(nothing).isCompletedWithValue(0L);
      assertThat(part).isCompletedWithValue(2_000_000L);
      assertThat(pair.server().lost).isEqualTo(new Done());
      assertThat(pair.client().lost).isEqualTo(new Done());
      assertThat(pair.scene().server().counts().sentBytes() - before)
          .isGreaterThanOrEqualTo(7_000_018);
    }
    assertThat(OpenFiles.of(path)).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void oneFileMayGoToManyPeersAndBeRemovedMeanwhile(World world) throws Exception {
    byte[] content = random(300_001, 2);
    Path path = file(content);
    try (World.Scene scene = world.open();
        OpenFile file = OpenFile.forReading(path)) {
      Files.delete(path);
      List<CompletableFuture<Long>> sent = new ArrayList<>();
      var port =
          scene.listen(_ ->
              new Recorder() {
                @Override
                public void connectionMade(Transport made) {
                  super.connectionMade(made);
                  sent.add(made.sendFile(file, 0, content.length));
                  made.close();
                }
              });
      List<Recorder> clients = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        var client = new Recorder();
        clients.add(client);
        var _ = scene.connect(port.localAddress(), _ -> client);
      }
      scene.until(() -> clients.stream().allMatch(Recorder::isLost));
      assertThat(clients)
          .allSatisfy(client -> {
            assertThat(client.data.toByteArray()).isEqualTo(content);
            assertThat(client.lost).isEqualTo(new Done());
          });
      assertThat(sent).hasSize(20).allMatch(one -> one.join() == content.length);
      assertThat(OpenFiles.of(Path.of(path + " (deleted)"))).isEqualTo(1);
    }
    assertThat(OpenFiles.of(Path.of(path + " (deleted)"))).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void whoDoesNotReadHoldsItUpAndNothingIsBuffered(World world) throws Exception {
    byte[] content = random(MUCH, 3);
    Path path = file(content);
    try (Pair pair = Pair.open(world)) {
      Transport server = pair.server().transport();
      pair.client().transport().pauseReading();
      server.pauseReading();
      var sent = send(server, path, 0, content.length);
      server.endOutput();
      untilStuck(pair);
      assertThat(sent).isNotDone();
      assertThat(server.isWritePaused()).isFalse();
      if (world.isTls()) {
        assertThat(server.bufferedBytes()).isLessThanOrEqualTo(65_536);
      } else {
        assertThat(server.bufferedBytes()).isZero();
      }
      assertThat(sent.cancel(true)).isTrue(); // Of the caller's copy alone.
      pair.client().transport().resumeReading();
      pair.scene().until(() -> pair.client().isLost());
      assertThat(pair.client().data.toByteArray()).isEqualTo(content);
      server.resumeReading();
      pair.untilBothLost();
      assertThat(pair.server().told).containsExactly("made", "end", "lost Done");
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsWrittenBehindAFileMovesTheMarks(World world) throws Exception {
    byte[] content = random(MUCH, 4);
    byte[] more = random(200_000, 5);
    Path path = file(content);
    try (Pair pair = Pair.open(world)) {
      Transport server = pair.server().transport();
      pair.client().transport().pauseReading();
      var sent = send(server, path, 0, content.length);
      server.write(ByteBuffer.wrap(more));
      pair.scene().until(() -> pair.server().told.contains("paused"));
      untilStuck(pair);
      assertThat(server.isWritePaused()).isTrue();
      assertThat(server.bufferedBytes()).isGreaterThanOrEqualTo(more.length);
      byte[] tooMuch = new byte[(int) server.writeLimitBytes()];
      assertThatThrownBy(() -> server.write(ByteBuffer.wrap(tooMuch)))
          .isInstanceOf(WriteLimitException.class);
      pair.client().transport().resumeReading();
      pair.scene().until(() -> pair.client().data.size() == content.length + more.length);
      assertThat(pair.client().data.toByteArray()).isEqualTo(joined(content, more));
      pair.scene().until(() -> pair.server().told.contains("resumed"));
      assertThat(server.isWritePaused()).isFalse();
      assertThat(sent).isCompletedWithValue((long) content.length);
      assertThat(pair.server().told).containsExactly("made", "paused", "resumed");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aProducerGoesOnBehindAFile(World world) throws Exception {
    byte[] content = random(2_000_000, 6);
    byte[] more = random(1_000_000, 7);
    Path path = file(content);
    try (Pair pair = Pair.open(world)) {
      Transport server = pair.server().transport();
      var sent = send(server, path, 0, content.length);
      ByteBuffer left = ByteBuffer.wrap(more);
      server.producer(wanted -> {
        int count = (int) Math.min(left.remaining(), wanted);
        server.write(left.slice(left.position(), count));
        left.position(left.position() + count);
        if (!left.hasRemaining()) {
          server.producer(null);
          server.close();
        }
      });
      pair.untilBothLost();
      assertThat(pair.client().data.toByteArray()).isEqualTo(joined(content, more));
      assertThat(sent).isCompletedWithValue((long) content.length);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFileThatGrowsIsSentAsFarAsWasAskedFor(World world) throws Exception {
    byte[] content = random(MUCH, 13);
    Path path = file(content);
    try (Pair pair = Pair.open(world)) {
      pair.client().transport().pauseReading();
      var sent = send(pair.server().transport(), path, 0, MUCH);
      pair.server().transport().close();
      untilStuck(pair);
      Files.write(path, new byte[10_000], StandardOpenOption.APPEND);
      pair.client().transport().resumeReading();
      pair.untilBothLost();
      assertThat(sent).isCompletedWithValue((long) MUCH);
      assertThat(pair.client().data.toByteArray()).isEqualTo(content);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFileThatTheKernelCannotSendIsRead(World world) throws Exception {
    byte[] version = Files.readAllBytes(Path.of("/proc/version"));
    try (Pair pair = Pair.open(world)) {
      var sent = send(pair.server().transport(), Path.of("/proc/version"), 1, version.length - 1L);
      pair.server().transport().close();
      pair.untilBothLost();
      assertThat(sent).isCompletedWithValue(version.length - 1L);
      assertThat(pair.client().data.toByteArray())
          .isEqualTo(Arrays.copyOfRange(version, 1, version.length));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDirectoryIsNoFile(World world) throws Exception {
    try (Pair pair = Pair.open(world)) {
      var sent = send(pair.server().transport(), folder, 0, 1);
      pair.untilBothLost();
      assertThat(failure(sent)).isInstanceOf(IOException.class).hasMessageContaining("EISDIR");
      assertThat(pair.server().lost).isEqualTo(new Lost(failure(sent)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void soManyMayWaitAndNoMore(World world) throws Exception {
    Path path = file(new byte[] {'x'});
    try (Pair pair = Pair.open(world)) {
      Transport server = pair.server().transport();
      List<CompletableFuture<Long>> all = new ArrayList<>();
      for (int i = 0; i < MOST_FILES; i++) {
        all.add(send(server, path, 0, 1));
      }
      assertThatThrownBy(() -> send(server, path, 0, 1))
          .isInstanceOf(WriteLimitException.class)
          .hasMessageContaining("256 files");
      pair.scene().until(() -> all.getLast().isDone());
      all.add(send(server, path, 0, 1)); // There is room again.
      server.close();
      pair.untilBothLost();
      assertThat(all).allMatch(one -> one.join() == 1);
      assertThat(pair.client().text()).isEqualTo("x".repeat(MOST_FILES + 1));
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatMakesNoSenseIsRefused(World world) throws Exception {
    Path path = file(new byte[10]);
    try (Pair pair = Pair.open(world);
        OpenFile file = OpenFile.forReading(path)) {
      Transport server = pair.server().transport();
      assertThatThrownBy(() -> server.sendFile(file, -1, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("offset -1");
      assertThatThrownBy(() -> server.sendFile(file, 0, -1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("-1 bytes");
      assertThatThrownBy(() -> server.sendFile(file, 2, Long.MAX_VALUE))
          .isInstanceOf(IllegalArgumentException.class);
      OpenFile closed = OpenFile.forReading(path);
      closed.close();
      assertThatThrownBy(() -> server.sendFile(closed, 0, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("closed");
      pair.client().keepsOpen = true;
      server.endOutput();
      assertThatThrownBy(() -> server.sendFile(file, 0, 1))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("endOutput");
      assertThatThrownBy(() ->
              CompletableFuture.runAsync(
                      () -> {
                        var _ = server.sendFile(file, 0, 1);
                      })
                  .join())
          .hasCauseInstanceOf(WrongThreadException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsLentGoesBehindIt(World world) throws Exception {
    byte[] content = random(1_000_000, 14);
    Path path = file(content);
    var server =
        new Recorder() {
          @Override
          public void dataReceived(ByteBuffer bytes) {
            try {
              var _ = send(transport(), path, 0, content.length);
            } catch (IOException e) {
              throw new AssertionError(e);
            }
            transport().writeLent(bytes);
            transport().close();
          }
        };
    try (Pair pair = Pair.open(world.open(), server, new Recorder(), StreamOptions.DEFAULTS)) {
      pair.client().say("lent");
      pair.untilBothLost();
      assertThat(pair.client().data.toByteArray())
          .isEqualTo(joined(content, "lent".getBytes(US_ASCII)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void theNextMayBeSentWhenOneIsDone(World world) throws Exception {
    Path path = file(new byte[] {'a', 'b', 'c'});
    try (Pair pair = Pair.open(world)) {
      Transport server = pair.server().transport();
      int[] left = {1000};
      Runnable next =
          new Runnable() {
            @Override
            public void run() {
              if (left[0]-- == 0) {
                server.close();
                return;
              }
              try {
                var _ = send(server, path, 0, 3).thenRun(this);
                server.write(ByteBuffer.wrap(new byte[] {'.'}));
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            }
          };
      next.run();
      pair.untilBothLost();
      assertThat(pair.client().text()).isEqualTo("abc.".repeat(1000));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRelayBeginsBehindIt(World world) throws Exception {
    byte[] content = random(MUCH, 16);
    byte[] forth = random(3_000_000, 17);
    Path path = file(content);
    try (Joined joined = Joined.open(world)) {
      joined.right().transport().pauseReading();
      var sent = send(joined.other().transport(), path, 0, content.length);
      joined.scene().pass(Duration.ofMillis(20));
      Relay relay = joined.join();
      joined.left().transport().write(ByteBuffer.wrap(forth));
      joined.left().transport().endOutput();
      joined.scene().pass(Duration.ofMillis(20));
      joined.right().say("back");
      joined.scene().until(() -> joined.left().text().equals("back"));
      assertThat(sent).isNotDone();
      joined.right().transport().resumeReading();
      joined.scene().until(() -> joined.right().told.contains("end"));
      assertThat(joined.right().data.toByteArray()).isEqualTo(joined(content, forth));
      assertThat(sent).isCompletedWithValue((long) content.length);
      joined.right().transport().close();
      joined.scene().until(() -> relay.ended().isDone());
      assertThat(relay.ended().join().reason()).isEqualTo(new Done());
    }
  }
}
