package io.jackfield.service.files;

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
            return Transfer.UNSEEN;
          }

          @Override
          public void same(String name) {
            told.add("same " + name);
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
    List<FileToSend> files = new ArrayList<>(FileToSend.of(file("a.txt", "hello")));
    files.addAll(FileToSend.of(file("empty", "")));
    try (ReceiverAtWork receiver = receiver()) {
      assertThat(sender(receiver.address(), true).send(files)).isTrue();
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
      assertThat(sender.send(FileToSend.of(source))).isTrue();
      told.clear();
      // What is there need not be sent again: so a folder is gone on with.
      file("x/3.txt", "three");
      assertThat(sender.send(FileToSend.of(source))).isTrue();
    }
    assertThat(told)
        .containsExactly(
            "same source/x/1.txt", "begun source/x/3.txt 5 0", "same source/x/y/2.txt");
    assertThat(folder.resolve("source/x/y/2.txt")).hasContent("two");
    assertThat(folder.resolve("source/x/link")).doesNotExist();
    assertThat(folder.resolve("source/x/link.txt")).doesNotExist();
  }

  @Test
  void aPartIsGoneOnWith() throws Exception {
    byte[] content = new byte[1_000_000];
    new Random(1).nextBytes(content);
    Path file = Files.write(source.resolve("a"), content);
    Files.createDirectories(folder);
    Files.write(folder.resolve(".a.part"), java.util.Arrays.copyOf(content, 600_001));
    try (ReceiverAtWork receiver = receiver()) {
      assertThat(sender(receiver.address(), true).send(FileToSend.of(file))).isTrue();
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
      assertThat(sender(receiver.address(), true).send(FileToSend.of(file("a", "hello")))).isTrue();
    }
    assertThat(told).containsExactly("begun a 5 0");
    assertThat(folder.resolve("a")).hasContent("hello");
  }

  @Test
  void anotherFileOfThatNameStays() throws Exception {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("a"), "HELLO");
    try (ReceiverAtWork receiver = receiver()) {
      FileSender sender = sender(receiver.address(), true);
      List<FileToSend> files = FileToSend.of(file("a", "hello"));
      assertThatThrownBy(() -> sender.send(files))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("'a' is there already, of the same size and with other content");
    }
    assertThat(folder.resolve("a")).hasContent("HELLO");
  }

  @Test
  void thePlainFormIsSpokenWhenAskedFor() throws Exception {
    try (ReceiverAtWork receiver = receiver()) {
      assertThat(sender(receiver.address(), false).send(FileToSend.of(file("a", "hello"))))
          .isFalse();
    }
    assertThat(folder.resolve("a")).hasContent("hello");
  }

  @Test
  void aFileThatHasChangedSinceItWasLookedAtIsNotPassedOff() throws Exception {
    for (boolean asks : new boolean[] {true, false}) {
      List<FileToSend> files = FileToSend.of(file("a", "hello"));
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
    assertThatThrownBy(() -> FileToSend.of(source.resolve("none")))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessageContaining("there is no file '");
    assertThatThrownBy(() -> FileToSend.of(source)).hasMessageContaining("no file in the folder");
    assertThatThrownBy(() -> FileToSend.of(Path.of("/dev/null")))
        .hasMessage("'/dev/null' is no file: only files and folders can be sent");
    Path odd = file("a\nb", "x");
    assertThatThrownBy(() -> FileToSend.of(odd)).hasMessageContaining("control characters");
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
      List<FileToSend> files = new ArrayList<>(FileToSend.of(file("a b.txt", "hello")));
      files.addAll(FileToSend.of(file("空", "")));
      assertThat(sender(at(server), true).send(files)).isFalse();
      receiver.join();
      String name = new String("空".getBytes(UTF_8), java.nio.charset.StandardCharsets.ISO_8859_1);
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
      assertThat(sender(at(server), true).send(FileToSend.of(file("a", "")))).isFalse();
      receiver.join();
    }
  }

  @Test
  void aFolderIsNotSentToOne() throws Exception {
    file("x", "");
    try (ServerSocket server = listening()) {
      CompletableFuture<Void> receiver = once(server, peer -> assertThat(peer.rest()).isEmpty());
      FileSender sender = sender(at(server), false);
      List<FileToSend> files = FileToSend.of(source);
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
      FileSender sender = sender(at(server), false);
      List<FileToSend> files = FileToSend.of(file("a", "x"));
      assertThatThrownBy(() -> sender.send(files))
          .isInstanceOf(RefusedException.class)
          .hasMessage("the receiver refuses: not today");
      receiver.join();
    }
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
      FileSender sender = sender(at(server), false);
      List<FileToSend> files = FileToSend.of(large);
      assertThatThrownBy(() -> sender.send(files))
          .isInstanceOf(IOException.class)
          .hasMessage("the receiver refuses: no room");
      receiver.join();
    }
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
      List<FileToSend> files = FileToSend.of(file("a", "x"));
      assertThatThrownBy(() -> sender.send(files))
          .hasMessage("the receiver says '220 mail.example.org ESMTP' where 'OK' belongs");
      other.join();
    }
  }
}
