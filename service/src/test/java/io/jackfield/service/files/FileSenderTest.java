package io.jackfield.service.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.protocol.files.FilesProtocolException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FileSenderTest {
  private static final Duration WAIT = Duration.ofSeconds(20);

  @TempDir private Path temporary;
  private Path source;
  private Path folder;

  /** What the sender's listener is told. */
  private final List<String> told = new ArrayList<>();

  @BeforeEach
  void makeFolders() throws IOException {
    source = Files.createDirectory(temporary.resolve("source"));
    folder = temporary.resolve("received");
  }

  private FileSender sender(SocketAddress to, boolean asks) {
    var listener =
        new TransferListener() {
          @Override
          public Transfer begun(String name, long size, long offset) {
            told.add("begun " + name + " " + size + " " + offset);
            return new Transfer() {
              @Override
              public void at(long bytes) {}

              @Override
              public void done() {}

              @Override
              public void failed(String why) {
                told.add("failed " + name + ": " + why);
              }
            };
          }

          @Override
          public void same(String name) {
            told.add("same " + name);
          }

          @Override
          public void refused(String name, String why) {
            told.add("refused " + name + ": " + why);
          }
        };
    return new FileSender(new Receiver(List.of(to), null, WAIT), asks, listener);
  }

  private Path file(String name, String content) throws IOException {
    Path file = source.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  // ---- with a receiver of ours ------------------------------------------------------------------

  private ReceiverAtWork receiver() throws IOException {
    return new ReceiverAtWork(ReceivingSettings.into(folder));
  }

  @Test
  void filesArriveAndAreCompared() throws Exception {
    List<FileToSend> files = new ArrayList<>(FileToSend.of(file("a.txt", "hello"), _ -> {}));
    files.addAll(FileToSend.of(file("empty", ""), _ -> {}));
    try (ReceiverAtWork receiver = receiver()) {
      assertThat(sender(receiver.address(), true).send(files))
          .isEqualTo(new SendReport(2, 0, true));
    }
    assertThat(folder.resolve("a.txt")).hasContent("hello");
    assertThat(folder.resolve("empty")).isEmptyFile();
    assertThat(Files.getLastModifiedTime(folder.resolve("a.txt")).toMillis() / 1_000)
        .isEqualTo(Files.getLastModifiedTime(source.resolve("a.txt")).toMillis() / 1_000);
  }

  @Test
  void foldersArriveWithAllInThem() throws Exception {
    file("x/1.txt", "one");
    file("x/y/2.txt", "two");
    Files.createSymbolicLink(source.resolve("x/link"), temporary);
    Path other = Files.writeString(temporary.resolve("other"), "");
    Files.createSymbolicLink(source.resolve("x/link.txt"), other);
    try (ReceiverAtWork receiver = receiver()) {
      FileSender sender = sender(receiver.address(), true);
      assertThat(sender.send(FileToSend.of(source, _ -> {})).verified()).isTrue();
      told.clear();
      // What is there need not be sent again: so a folder is gone on with.
      file("x/3.txt", "three");
      assertThat(sender.send(FileToSend.of(source, _ -> {})).verified()).isTrue();
    }
    assertThat(told)
        .containsExactly(
            "same source/x/1.txt", "begun source/x/3.txt 5 0", "same source/x/y/2.txt");
    assertThat(folder.resolve("source/x/y/2.txt")).hasContent("two");
    assertThat(folder.resolve("source/x/link")).doesNotExist();
    assertThat(folder.resolve("source/x/link.txt")).doesNotExist();
  }

  @Test
  void whatBeginsWithADotIsLeftOutOfAFolder() throws Exception {
    file("x/1.txt", "one");
    file("x/.DS_Store", "");
    file(".git/config", "");
    file(".git/HEAD", "");
    Files.createSymbolicLink(source.resolve("x/.link"), temporary);
    var leftOut = new ArrayList<String>();
    List<FileToSend> files = FileToSend.of(source, leftOut::add);
    assertThat(files).extracting(FileToSend::path).containsExactly("source/x/1.txt");
    assertThat(leftOut).containsExactly("source/.git/", "source/x/.DS_Store");
    assertThatThrownBy(() -> FileToSend.of(source.resolve(".git"), leftOut::add))
        .hasMessage("'.git' cannot be sent: a name may not begin with a dot");
    assertThatThrownBy(() -> FileToSend.of(source.resolve("x/.DS_Store"), leftOut::add))
        .hasMessage("'.DS_Store' cannot be sent: a name may not begin with a dot");
    Files.delete(source.resolve("x/1.txt"));
    assertThatThrownBy(() -> FileToSend.of(source, leftOut::add))
        .hasMessageEndingWith("' whose name does not begin with a dot");
  }

  @Test
  void aPartIsGoneOnWith() throws Exception {
    byte[] content = new byte[1_000_000];
    new Random(1).nextBytes(content);
    Path file = Files.write(source.resolve("a"), content);
    Files.createDirectories(folder);
    Files.write(folder.resolve(".a.part"), java.util.Arrays.copyOf(content, 600_001));
    try (ReceiverAtWork receiver = receiver()) {
      assertThat(sender(receiver.address(), true).send(FileToSend.of(file, _ -> {})).verified())
          .isTrue();
    }
    assertThat(told).containsExactly("begun a 1000000 600001");
    assertThat(folder.resolve("a")).hasBinaryContent(content);
    assertThat(folder.resolve(".a.part")).doesNotExist();
  }

  @Test
  void aPartOfAnotherFileIsNot() throws Exception {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(".a.part"), "HEL");
    try (ReceiverAtWork receiver = receiver()) {
      assertThat(
              sender(receiver.address(), true)
                  .send(FileToSend.of(file("a", "hello"), _ -> {}))
                  .verified())
          .isTrue();
    }
    assertThat(told).containsExactly("begun a 5 0");
    assertThat(folder.resolve("a")).hasContent("hello");
  }

  @Test
  void anotherFileOfThatNameStays() throws Exception {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("a"), "HELLO");
    try (ReceiverAtWork receiver = receiver()) {
      List<FileToSend> files = FileToSend.of(file("a", "hello"), _ -> {});
      assertThat(sender(receiver.address(), true).send(files))
          .isEqualTo(new SendReport(0, 1, true));
    }
    assertThat(told)
        .containsExactly(
            "refused a: 'a' is there already, of the same size and with other content");
    assertThat(folder.resolve("a")).hasContent("HELLO");
  }

  @Test
  void aRefusedFileDoesNotHoldUpTheOthers() throws Exception {
    file("1", "changed");
    file("2", "two");
    file("3", "THREE");
    file("4", "four");
    Path there = Files.createDirectories(folder.resolve("source"));
    Files.writeString(there.resolve("1"), "longer before");
    Files.writeString(there.resolve("3"), "three");
    try (ReceiverAtWork receiver = receiver()) {
      assertThat(sender(receiver.address(), true).send(FileToSend.of(source, _ -> {})))
          .isEqualTo(new SendReport(2, 2, true));
    }
    assertThat(told)
        .containsExactly(
            "refused source/1: 'source/1' is there already",
            "begun source/2 3 0",
            "refused source/3: 'source/3' is there already, of the same size and with other"
                + " content",
            "begun source/4 4 0");
    assertThat(there.resolve("1")).hasContent("longer before");
    assertThat(there.resolve("2")).hasContent("two");
    assertThat(there.resolve("3")).hasContent("three");
    assertThat(there.resolve("4")).hasContent("four");
  }

  @Test
  void norInThePlainForm() throws Exception {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("a"), "before");
    List<FileToSend> files = new ArrayList<>(FileToSend.of(file("a", "hello"), _ -> {}));
    files.addAll(FileToSend.of(file("b", "hello"), _ -> {}));
    try (ReceiverAtWork receiver = receiver()) {
      assertThat(sender(receiver.address(), false).send(files))
          .isEqualTo(new SendReport(1, 1, false));
    }
    assertThat(told).containsExactly("refused a: 'a' is there already", "begun b 5 0");
    assertThat(folder.resolve("b")).hasContent("hello");
  }

  @Test
  void thePlainFormIsSpokenWhenAskedFor() throws Exception {
    try (ReceiverAtWork receiver = receiver()) {
      assertThat(
              sender(receiver.address(), false)
                  .send(FileToSend.of(file("a", "hello"), _ -> {}))
                  .verified())
          .isFalse();
    }
    assertThat(folder.resolve("a")).hasContent("hello");
  }

  @Test
  void aFileThatHasChangedSinceItWasLookedAtIsNotPassedOff() throws Exception {
    for (boolean asks : new boolean[] {true, false}) {
      List<FileToSend> files = FileToSend.of(file("a", "hello"), _ -> {});
      Files.writeString(files.getFirst().file(), "HELLO!");
      try (ReceiverAtWork receiver = receiver()) {
        FileSender sender = sender(receiver.address(), asks);
        assertThatThrownBy(() -> sender.send(files))
            .hasMessage("'a' changed while it was sent; send it again");
        receiver.awaitTold("over");
      }
      assertThat(folder.resolve("a")).doesNotExist();
      Files.writeString(files.getFirst().file(), "he", StandardOpenOption.TRUNCATE_EXISTING);
      try (ReceiverAtWork receiver = receiver()) {
        FileSender sender = sender(receiver.address(), asks);
        assertThatThrownBy(() -> sender.send(files))
            .hasMessage("'a' changed while it was sent; send it again");
        receiver.awaitTold("over");
      }
      assertThat(folder.resolve("a")).doesNotExist();
    }
  }

  @Test
  void whatCannotBeSentIsSaidBefore() throws Exception {
    assertThatThrownBy(() -> FileToSend.of(source.resolve("none"), _ -> {}))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessageContaining("there is no file '");
    assertThatThrownBy(() -> FileToSend.of(source, _ -> {}))
        .hasMessageContaining("no file in the folder");
    assertThatThrownBy(() -> FileToSend.of(Path.of("/dev/null"), _ -> {}))
        .hasMessage("'/dev/null' is no file: only files and folders can be sent");
    Path odd = file("a\nb", "x");
    assertThatThrownBy(() -> FileToSend.of(odd, _ -> {}))
        .hasMessageContaining("control characters");
  }

  // ---- with others ------------------------------------------------------------------------------

  /** What a receiver of a few lines does with one connection. */
  private interface Script {
    void run(PlainPeer peer) throws IOException;
  }

  private static ServerSocket listening() throws IOException {
    return new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
  }

  private static InetSocketAddress at(ServerSocket server) {
    return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
  }

  private static void shut(ServerSocket server) throws IOException {
    server.close();
  }

  /** Takes a single connection. */
  private static CompletableFuture<Void> once(ServerSocket server, Script script) {
    return CompletableFuture.runAsync(() -> {
      try (var peer = new PlainPeer(server.accept())) {
        script.run(peer);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  @Test
  void aReceiverThatTakesOneConnectionIsSentThePlainFormAndNothingElse() throws Exception {
    try (ServerSocket server = listening()) {
      var wire = new StringBuilder();
      CompletableFuture<Void> receiver =
          once(
              server,
              peer -> {
                wire.append(peer.line()).append('|');
                peer.say("OK\n");
                wire.append(peer.line()).append('|');
                peer.say("OK\n");
                wire.append(peer.exactly(5)).append('|');
                peer.say("OK\n");
                wire.append(peer.line()).append('|');
                peer.say("OK\n");
                wire.append(peer.line()).append('|');
                peer.say("OK\nOK\n");
                wire.append(peer.rest());
              });
      List<FileToSend> files = new ArrayList<>(FileToSend.of(file("a b.txt", "hello"), _ -> {}));
      files.addAll(FileToSend.of(file("空", ""), _ -> {}));
      assertThat(sender(at(server), true).send(files).verified()).isFalse();
      receiver.join();
      String name = new String("空".getBytes(UTF_8), ISO_8859_1);
      assertThat(wire).hasToString("a b.txt|5|hello|" + name + "|0|");
    }
  }

  @Test
  void oneThatClosesItsPortIsSentThePlainForm() throws Exception {
    try (ServerSocket server = listening()) {
      CompletableFuture<Void> receiver =
          once(
              server,
              peer -> {
                shut(server);
                assertThat(peer.line()).isEqualTo("a");
                peer.say("OK\n");
                assertThat(peer.line()).isEqualTo("0");
                peer.say("OK\nOK\n");
              });
      assertThat(sender(at(server), true).send(FileToSend.of(file("a", ""), _ -> {})).verified())
          .isFalse();
      receiver.join();
    }
  }

  @Test
  void aFolderIsNotSentToOne() throws Exception {
    file("x", "");
    try (ServerSocket server = listening()) {
      CompletableFuture<Void> receiver = once(server, peer -> assertThat(peer.rest()).isEmpty());
      FileSender sender = sender(at(server), false);
      List<FileToSend> files = FileToSend.of(source, _ -> {});
      assertThatThrownBy(() -> sender.send(files))
          .isInstanceOf(FilesProtocolException.class)
          .hasMessageContaining("takes no folders");
      receiver.join();
    }
  }

  @Test
  void aRefusalIsTold() throws Exception {
    try (ServerSocket server = listening()) {
      CompletableFuture<Void> receiver =
          once(
              server,
              peer -> {
                assertThat(peer.line()).isEqualTo("a");
                peer.say("ERROR not today\n");
              });
      List<FileToSend> files = FileToSend.of(file("a", "x"), _ -> {});
      assertThat(sender(at(server), false).send(files)).isEqualTo(new SendReport(0, 1, false));
      receiver.join();
    }
    assertThat(told).containsExactly("refused a: not today");
  }

  @Test
  void whatIsLeftIsSaidWhereARefusalIsTheReceiversLastWord() throws Exception {
    try (ServerSocket server = listening()) {
      CompletableFuture<Void> receiver =
          once(
              server,
              peer -> {
                shut(server);
                assertThat(peer.line()).isEqualTo("a");
                peer.say("ERROR not today\n");
              });
      FileSender sender = sender(at(server), false);
      List<FileToSend> files = new ArrayList<>(FileToSend.of(file("a", "x"), _ -> {}));
      files.addAll(FileToSend.of(file("b", "x"), _ -> {}));
      assertThatThrownBy(() -> sender.send(files))
          .hasMessageStartingWith(
              "1 file was not tried: after a refusal the receiver takes no new connection: ");
      receiver.join();
    }
    assertThat(told).containsExactly("refused a: not today");
  }

  /** Who will have nothing at all says so before the first file. */
  @Test
  void aRefusalOfTheConversationEndsIt() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 2, InetAddress.ofLiteral("127.0.0.1"))) {
      CompletableFuture<Void> receiver =
          CompletableFuture.runAsync(() -> {
            try (var peer = new PlainPeer(server.accept());
                var silent = new PlainPeer(server.accept())) {
              assertThat(silent.rest()).isEmpty();
              silent.say("jackfield-files 1\n").close();
              assertThat(peer.line()).isEqualTo("/files 1");
              peer.say("ERROR not now\n");
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
      FileSender sender = sender(at(server), true);
      List<FileToSend> files = FileToSend.of(file("a", "x"), _ -> {});
      assertThatThrownBy(() -> sender.send(files))
          .isInstanceOf(RefusedException.class)
          .hasMessage("the receiver refuses: not now");
      receiver.join();
    }
    assertThat(told).isEmpty();
  }

  /** Nobody sends a hundred megabytes to a receiver whose disk was full after one. */
  @ParameterizedTest(name = "which reads on: {0}")
  @ValueSource(booleans = {false, true})
  void soIsOneInTheMidst(boolean readsOn) throws Exception {
    Path large = file("a", "");
    try (var channel = Files.newByteChannel(large, StandardOpenOption.WRITE)) {
      channel.position(100_000_000).write(java.nio.ByteBuffer.wrap(new byte[1]));
    }
    try (ServerSocket server = listening()) {
      CompletableFuture<Void> receiver =
          once(
              server,
              peer -> {
                var _ = peer.line();
                peer.say("OK\n");
                var _ = peer.line();
                peer.say("OK\n");
                assertThat(peer.exactly(1_000_000)).hasSize(1_000_000);
                peer.say("ERROR no room\n");
                if (readsOn) {
                  assertThat(peer.rest().length()).isLessThan(50_000_000);
                }
              });
      assertThat(sender(at(server), false).send(FileToSend.of(large, _ -> {})))
          .isEqualTo(new SendReport(0, 1, false));
      receiver.join();
    }
    assertThat(told)
        .containsExactly("begun a 100000001 0", "failed a: the receiver refuses: no room");
  }

  @Test
  void soIsWhatIsNoReceiver() throws Exception {
    try (ServerSocket server = listening()) {
      CompletableFuture<Void> other =
          once(
              server,
              peer -> {
                peer.say("220 mail.example.org ESMTP\r\n");
                assertThat(peer.rest()).isEqualTo("a\n");
              });
      FileSender sender = sender(at(server), false);
      List<FileToSend> files = FileToSend.of(file("a", "x"), _ -> {});
      assertThatThrownBy(() -> sender.send(files))
          .hasMessage("the receiver says '220 mail.example.org ESMTP' where 'OK' belongs");
      other.join();
    }
  }
}
