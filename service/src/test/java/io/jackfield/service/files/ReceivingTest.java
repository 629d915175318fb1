package io.jackfield.service.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReceivingTest {
  private static final long MAX_BYTES = 1_000_000;

  @TempDir private Path temporary;
  private Path folder;
  private ReceiverAtWork receiver;

  @BeforeEach
  void start() throws IOException {
    folder = temporary.resolve("received");
    receiver = new ReceiverAtWork(new ReceivingSettings(folder, false, MAX_BYTES));
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  private PlainPeer sender() throws IOException {
    return PlainPeer.of(receiver.address());
  }

  private List<String> names() throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  private String content(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  private static String sha256(String text) {
    var digest = new Sha256();
    digest.add(ByteBuffer.wrap(text.getBytes(UTF_8)));
    return digest.soFar();
  }

  // ---- the plain form ---------------------------------------------------------------------------

  @Test
  void nameSizeAndContentAreEachAnsweredOk() throws Exception {
    try (PlainPeer peer = sender()) {
      assertThat(peer.say("a.txt\n").line()).isEqualTo("OK");
      assertThat(peer.say("5\n").line()).isEqualTo("OK");
      assertThat(peer.say("hello").line()).isEqualTo("OK");
      assertThat(content("a.txt")).isEqualTo("hello");
      assertThat(peer.say("空.txt\n").line()).isEqualTo("OK");
      assertThat(peer.say("0\n").exactly(6)).isEqualTo("OK\nOK\n");
      assertThat(peer.endOutput().rest()).isEmpty();
    }
    assertThat(names()).containsExactly("a.txt", "空.txt");
    Path usual = Files.createFile(temporary.resolve("usual"));
    assertThat(Files.getPosixFilePermissions(folder.resolve("a.txt")))
        .isEqualTo(Files.getPosixFilePermissions(usual));
  }

  @Test
  void allMayComeAtOnce() throws Exception {
    try (PlainPeer peer = sender()) {
      assertThat(peer.say("a\n5\nhellob\r\n3\r\nabc").endOutput().rest())
          .isEqualTo("OK\n".repeat(6));
    }
    assertThat(content("a") + content("b")).isEqualTo("helloabc");
  }

  @Test
  void orByteByByte() throws Exception {
    try (PlainPeer peer = sender()) {
      for (byte one : "a\n5\nhello".getBytes(UTF_8)) {
        peer.say(new byte[] {one});
      }
      assertThat(peer.endOutput().rest()).isEqualTo("OK\nOK\nOK\n");
    }
    assertThat(content("a")).isEqualTo("hello");
  }

  @Test
  void manyBytesComeAsTheyWereSent() throws Exception {
    String large = "0123456789".repeat(99_000);
    try (PlainPeer peer = sender()) {
      assertThat(peer.say("a\n" + large.length() + "\n" + large).endOutput().rest())
          .isEqualTo("OK\nOK\nOK\n");
    }
    assertThat(content("a")).isEqualTo(large);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "../a",
        "/etc/passwd",
        "a/b",
        "..\\a",
        ".a",
        "a\u0000",
        "a\u001b[2J",
        "a/../b",
      })
  void aNameThatLeadsElsewhereIsRefusedAndNothingMade(String name) throws Exception {
    try (PlainPeer peer = sender()) {
      assertThat(peer.say(name + "\n5\nhello").rest()).matches("ERROR a?.*name .*\n");
    }
    assertThat(names()).isEmpty();
    assertThat(temporary.resolve("a")).doesNotExist();
  }

  @Test
  void whatIsThereIsNotReplaced() throws Exception {
    Files.createDirectories(folder.resolve("folder"));
    Files.writeString(folder.resolve("a"), "old");
    Files.createSymbolicLink(folder.resolve("link"), temporary.resolve("outside"));
    for (String name : List.of("a", "link", "folder")) {
      try (PlainPeer peer = sender()) {
        assertThat(peer.say(name + "\n").rest())
            .isEqualTo("ERROR '" + name + "' is there already\n");
      }
    }
    assertThat(content("a")).isEqualTo("old");
    assertThat(temporary.resolve("outside")).doesNotExist();
  }

  @Test
  void unlessThatWasAskedFor() throws Exception {
    Files.createDirectories(folder.resolve("folder"));
    Files.writeString(folder.resolve("a"), "old");
    Path outside = Files.writeString(temporary.resolve("outside"), "outside");
    Files.createSymbolicLink(folder.resolve("link"), outside);
    var settings = new ReceivingSettings(folder, true, MAX_BYTES);
    try (var replacing = new ReceiverAtWork(settings)) {
      try (PlainPeer peer = PlainPeer.of(replacing.address())) {
        assertThat(peer.say("a\n3\nnewlink\n3\nnewfolder\n").rest())
            .isEqualTo("OK\n".repeat(6) + "ERROR 'folder' is there already\n");
      }
    }
    assertThat(content("a") + content("link")).isEqualTo("newnew");
    assertThat(outside).hasContent("outside");
    assertThat(names()).containsExactly("a", "link");
  }

  @Test
  void anEndInTheMidstLeavesNothing() throws Exception {
    try (PlainPeer peer = sender()) {
      assertThat(peer.say("a\n5\nhell").endOutput().rest())
          .isEqualTo("OK\nOK\nERROR the file ended too early: 4 of 5 bytes came\n");
    }
    receiver.awaitTold("over");
    assertThat(names()).isEmpty();
    try (PlainPeer peer = sender()) {
      assertThat(peer.say("a").endOutput().rest())
          .isEqualTo("ERROR the conversation ended in the midst of a line\n");
    }
  }

  @Test
  void whoReceivesIsToldWhatWasRefused() throws Exception {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("a"), "hello");
    try (PlainPeer peer = sender()) {
      assertThat(peer.say("a\n").rest()).startsWith("ERROR ");
    }
    receiver.awaitTold("refused a: 'a' is there already");
    try (PlainPeer peer = greeted()) {
      assertThat(peer.say("PUT 3 0 644 a\n").rest()).startsWith("ERROR ");
    }
    receiver.awaitTold("refused a: 'a' is there already");
    try (PlainPeer peer = sender()) {
      assertThat(peer.say("b\n0\nc\nx\n").rest()).contains("ERROR ");
    }
    receiver.awaitTold("refused c: a size is not a decimal number");
  }

  @Test
  void norDoesALostConnection() throws Exception {
    PlainPeer peer = sender();
    assertThat(peer.say("a\n5\n").exactly(6)).isEqualTo("OK\nOK\n");
    peer.say("hell");
    receiver.awaitTold("at 4");
    assertThat(names()).hasSize(1).allMatch(name -> name.startsWith(".a.part-"));
    assertThat(Files.getPosixFilePermissions(folder.resolve(names().getFirst())))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    peer.reset();
    receiver.awaitTold("failed a");
    receiver.awaitTold("over");
    assertThat(names()).isEmpty();
  }

  @Test
  void whatComesBehindIsTheNextName() throws Exception {
    try (PlainPeer peer = sender()) {
      assertThat(peer.say("a\n5\nhello/more\n").rest()).startsWith("OK\nOK\nOK\nERROR ");
    }
    assertThat(content("a")).isEqualTo("hello");
  }

  @Test
  void aFileMayBeAsLongAsTheLimit() throws Exception {
    try (PlainPeer peer = sender()) {
      peer.say("a\n" + MAX_BYTES + "\n").say(new byte[(int) MAX_BYTES]);
      assertThat(peer.endOutput().rest()).isEqualTo("OK\nOK\nOK\n");
    }
    assertThat(Files.size(folder.resolve("a"))).isEqualTo(MAX_BYTES);
    try (PlainPeer peer = sender()) {
      assertThat(peer.say("b\n" + (MAX_BYTES + 1) + "\n").rest())
          .isEqualTo("OK\nERROR a file may have at most 1000000 bytes\n");
    }
  }

  @Test
  void moreThanThereIsRoomForIsRefusedBeforeItComes() throws Exception {
    var settings = new ReceivingSettings(folder, false, Long.MAX_VALUE);
    try (var endless = new ReceiverAtWork(settings);
        PlainPeer peer = PlainPeer.of(endless.address())) {
      assertThat(peer.say("a\n" + Long.MAX_VALUE + "\n").rest())
          .startsWith("OK\nERROR no room: the receiver's disk has ");
    }
    assertThat(names()).isEmpty();
  }

  @Test
  void ofTwoSendersOfOneNameTheFirstThatIsDoneHasIt() throws Exception {
    try (PlainPeer one = sender();
        PlainPeer two = sender()) {
      assertThat(one.say("a\n3\n").exactly(6)).isEqualTo("OK\nOK\n");
      assertThat(two.say("a\n3\n").exactly(6)).isEqualTo("OK\nOK\n");
      assertThat(two.say("two").line()).isEqualTo("OK");
      assertThat(one.say("one").rest()).isEqualTo("ERROR 'a' is there already\n");
    }
    assertThat(names()).containsExactly("a");
    assertThat(content("a")).isEqualTo("two");
  }

  @Test
  void aNameThatFillsTheFileSystemHasATemporaryOneToo() throws Exception {
    String longest = "é".repeat(127) + "x";
    try (PlainPeer peer = sender()) {
      assertThat(peer.say(longest + "\n1\nx").endOutput().rest()).isEqualTo("OK\nOK\nOK\n");
    }
    assertThat(names()).containsExactly(longest);
  }

  @Test
  void aStopLetsAFileInProgressEndAndTakesNoFurtherOne() throws Exception {
    try (PlainPeer peer = sender();
        PlainPeer idle = sender()) {
      assertThat(peer.say("a\n5\nhe").exactly(6)).isEqualTo("OK\nOK\n");
      receiver.awaitTold("at 2");
      assertThat(idle.say("b\n0\n").exactly(9)).isEqualTo("OK\nOK\nOK\n");
      var _ = receiver.reactor().stop();
      assertThat(idle.rest()).isEmpty();
      assertThat(peer.say("lloc\n0\n").rest()).isEqualTo("OK\n");
    }
    assertThat(names()).containsExactly("a", "b");
  }

  // ---- the second form --------------------------------------------------------------------------

  @Test
  void whoSaysNothingIsOfferedTheSecondForm() throws Exception {
    try (PlainPeer peer = sender()) {
      assertThat(peer.endOutput().rest()).isEqualTo("jackfield-files 1\n");
    }
  }

  private PlainPeer greeted() throws IOException {
    PlainPeer peer = sender();
    assertThat(peer.say("/files 1\n").line()).isEqualTo("OK 1");
    return peer;
  }

  @Test
  void aPathHasItsFoldersMade() throws Exception {
    try (PlainPeer peer = greeted()) {
      assertThat(peer.say("PUT 5 1700000000 640 x/y z/a.txt\n").line()).isEqualTo("OK 0");
      peer.say("FROM 0\nhello" + sha256("hello") + "\n");
      assertThat(peer.endOutput().rest()).isEqualTo("OK\n");
    }
    Path file = folder.resolve("x/y z/a.txt");
    assertThat(file).hasContent("hello");
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(FileTime.fromMillis(1_700_000_000_000L));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isIn("rw-r-----", "rw-------"); // As the umask lets it.
    assertThat(names()).containsExactly("x/y z/a.txt");
  }

  /** Leaves three of five bytes of {@code a} behind. */
  private void cutOff() throws Exception {
    PlainPeer peer = greeted();
    assertThat(peer.say("PUT 5 0 644 a\n").line()).isEqualTo("OK 0");
    peer.say("FROM 0\nhel");
    receiver.awaitTold("at 3");
    peer.reset();
    receiver.awaitTold("over");
    assertThat(names()).containsExactly(".a.part");
  }

  @Test
  void whatWasCutOffGoesOnWhereItStopped() throws Exception {
    cutOff();
    try (PlainPeer peer = greeted()) {
      assertThat(peer.say("PUT 5 0 644 a\n").line()).isEqualTo("OK 3");
      assertThat(peer.line()).isEqualTo(sha256("hel"));
      peer.say("FROM 3\nlo" + sha256("hello") + "\n");
      assertThat(peer.line()).isEqualTo("OK");
    }
    assertThat(names()).containsExactly("a");
    assertThat(content("a")).isEqualTo("hello");
  }

  @Test
  void orAnewIfItIsAnotherFile() throws Exception {
    cutOff();
    try (PlainPeer peer = greeted()) {
      assertThat(peer.say("PUT 4 0 644 a\n").line()).isEqualTo("OK 3");
      assertThat(peer.line()).isEqualTo(sha256("hel"));
      peer.say("FROM 0\nHELO" + sha256("HELO") + "\n");
      assertThat(peer.line()).isEqualTo("OK");
    }
    assertThat(content("a")).isEqualTo("HELO");
    assertThat(names()).containsExactly("a");
  }

  @Test
  void whatWasBegunAnewGoesOnWhereThatStopped() throws Exception {
    cutOff();
    PlainPeer anew = greeted();
    assertThat(anew.say("PUT 5 0 644 a\n").line()).isEqualTo("OK 3");
    assertThat(anew.line()).isEqualTo(sha256("hel"));
    anew.say("FROM 0\nH");
    receiver.awaitTold("at 1");
    anew.reset();
    receiver.awaitTold("over");
    try (PlainPeer peer = greeted()) {
      assertThat(peer.say("PUT 5 0 644 a\n").line()).isEqualTo("OK 1");
      assertThat(peer.line()).isEqualTo(sha256("H"));
    }
  }

  @Test
  void orIfItIsShorterThanWhatIsThere() throws Exception {
    cutOff();
    try (PlainPeer peer = greeted()) {
      assertThat(peer.say("PUT 2 0 644 a\n").line()).isEqualTo("OK 0");
      assertThat(peer.say("FROM 0\nhe" + sha256("he") + "\n").line()).isEqualTo("OK");
    }
    assertThat(content("a")).isEqualTo("he");
  }

  @Test
  void contentWithAnotherDigestIsThrownAway() throws Exception {
    try (PlainPeer peer = greeted()) {
      assertThat(peer.say("PUT 5 0 644 a\n").line()).isEqualTo("OK 0");
      assertThat(peer.say("FROM 0\nhellO" + sha256("hello") + "\n").rest())
          .startsWith("ERROR the SHA-256 of 'a' is another one here");
    }
    assertThat(names()).isEmpty();
  }

  @Test
  void aFileThatIsThereIsNotSentAgain() throws Exception {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("a"), "hello");
    try (PlainPeer peer = greeted()) {
      assertThat(peer.say("PUT 5 0 644 a\n").line()).isEqualTo("HAVE");
      assertThat(peer.line()).isEqualTo(sha256("hello"));
      assertThat(peer.say("PUT 6 0 644 a\n").rest()).isEqualTo("ERROR 'a' is there already\n");
    }
    assertThat(content("a")).isEqualTo("hello");
  }

  @Test
  void anEmptyFileIsAFileToo() throws Exception {
    try (PlainPeer peer = greeted()) {
      assertThat(peer.say("PUT 0 0 644 a\n").line()).isEqualTo("OK 0");
      assertThat(peer.say("FROM 0\n" + sha256("") + "\n").line()).isEqualTo("OK");
    }
    assertThat(folder.resolve("a")).isEmptyFile();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../a",
        "/a",
        "x/../../a",
        "x//a",
        "x/./a",
        "x/.a/b",
        "link/a",
        "file/a",
        "x/",
        "."
      })
  void aPathLeadsNowhereElse(String path) throws Exception {
    Path outside = Files.createDirectory(temporary.resolve("outside"));
    Files.createDirectories(folder);
    Files.createSymbolicLink(folder.resolve("link"), outside);
    Files.writeString(folder.resolve("file"), "");
    try (PlainPeer peer = greeted()) {
      assertThat(peer.say("PUT 5 0 644 " + path + "\nFROM 0\nhello").rest()).startsWith("ERROR ");
    }
    assertThat(outside).isEmptyDirectory();
    assertThat(temporary.resolve("a")).doesNotExist();
    assertThat(names()).containsExactly("file");
  }

  @Test
  void onePartHasOneSender() throws Exception {
    try (PlainPeer one = greeted();
        PlainPeer two = greeted()) {
      assertThat(one.say("PUT 3 0 644 a\n").line()).isEqualTo("OK 0");
      assertThat(two.say("PUT 3 0 644 a\n").rest())
          .isEqualTo("ERROR 'a' is just being received from another sender\n");
      assertThat(one.say("FROM 0\none" + sha256("one") + "\n").line()).isEqualTo("OK");
    }
    assertThat(names()).containsExactly("a");
  }

  @Test
  void aPartThatIsALinkIsNotFollowed() throws Exception {
    Path outside = Files.writeString(temporary.resolve("outside"), "out");
    Files.createDirectories(folder);
    Files.createSymbolicLink(folder.resolve(".a.part"), outside);
    try (PlainPeer peer = greeted()) {
      assertThat(peer.say("PUT 3 0 644 a\n").rest()).startsWith("ERROR ");
    }
    assertThat(outside).hasContent("out");
  }
}
