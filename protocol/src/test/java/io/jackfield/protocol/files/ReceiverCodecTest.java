package io.jackfield.protocol.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.protocol.files.Received.Content;
import io.jackfield.protocol.files.Received.From;
import io.jackfield.protocol.files.Received.Hello;
import io.jackfield.protocol.files.Received.Name;
import io.jackfield.protocol.files.Received.Put;
import io.jackfield.protocol.files.Received.Size;
import io.jackfield.protocol.files.Received.Whole;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReceiverCodecTest {
  private static final String DIGEST = "0123456789abcdef".repeat(4);

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  private static String text(ByteBuffer bytes) {
    return UTF_8.decode(bytes).toString();
  }

  /** A receiver that agrees to everything, and writes down what it hears and says. */
  private static final class Agreeing {
    final ReceiverCodec codec = new ReceiverCodec();
    final List<String> heard = new ArrayList<>();
    private final StringBuilder content = new StringBuilder();

    void feed(ByteBuffer data) throws FilesProtocolException {
      for (Received event; (event = codec.next(data)) != null; ) {
        switch (event) {
          case Content(ByteBuffer part) -> content.append(text(part));
          case From(long offset) -> heard.add("from " + offset);
          case Put put -> heard.add(put.file() + " " + text(codec.okFrom(3, DIGEST)));
          case Hello _, Name _, Size _ -> heard.add(event + " " + text(codec.ok()));
          case Whole(String digest) -> {
            heard.add(content + " " + digest + " " + text(codec.ok()));
            content.setLength(0);
          }
        }
      }
    }
  }

  private static List<String> heard(String wire, int chunk) throws FilesProtocolException {
    var receiver = new Agreeing();
    ByteBuffer all = bytes(wire);
    while (all.hasRemaining()) {
      int count = Math.min(chunk, all.remaining());
      receiver.feed(all.slice(all.position(), count));
      all.position(all.position() + count);
    }
    assertThat(receiver.codec.isBetweenFiles()).isTrue();
    return receiver.heard;
  }

  private static final String PLAIN = "a.txt\n5\nhello" + "空.txt\r\n0\r\n" + "b\n00002\nxy";
  private static final String SECOND =
      "/files 1\n"
          + "PUT 5 1700000000 644 dir/a b.txt\nFROM 3\nlo"
          + DIGEST
          + "\nPUT 3 0 777 c\r\nFROM 0\r\nabc"
          + DIGEST
          + "\r\nPUT 3 0 000 d\nFROM 3\n"
          + DIGEST
          + "\n";

  @ParameterizedTest(name = "{0} bytes at a time")
  @ValueSource(ints = {1, 2, 3, 5, 7, 4096})
  void thePlainFormDoesNotDependOnHowTheBytesArrive(int chunk) throws Exception {
    assertThat(heard(PLAIN, chunk))
        .containsExactly(
            "Name[name=a.txt] OK\n",
            "Size[bytes=5] OK\n",
            "hello null OK\n",
            "Name[name=空.txt] OK\n",
            "Size[bytes=0] OK\n",
            " null OK\n",
            "Name[name=b] OK\n",
            "Size[bytes=2] OK\n",
            "xy null OK\n");
  }

  @ParameterizedTest(name = "{0} bytes at a time")
  @ValueSource(ints = {1, 2, 3, 5, 7, 4096})
  void norDoesTheSecond(int chunk) throws Exception {
    String put = "FileHeader[size=%d, modifiedSeconds=%d, mode=%d, path=%s] OK 3\n" + DIGEST + "\n";
    assertThat(heard(SECOND, chunk))
        .containsExactly(
            "Hello[] OK 1\n",
            put.formatted(5, 1_700_000_000, 0644, "dir/a b.txt"),
            "from 3",
            "lo " + DIGEST + " OK\n",
            put.formatted(3, 0, 0777, "c"),
            "from 0",
            "abc " + DIGEST + " OK\n",
            put.formatted(3, 0, 0, "d"),
            "from 3",
            " " + DIGEST + " OK\n");
  }

  @Test
  void nothingIsReadBeforeTheAnswer() throws Exception {
    var codec = new ReceiverCodec();
    ByteBuffer data = bytes("a\n5\nhello");
    assertThat(codec.next(data)).isEqualTo(new Name("a"));
    assertThat(codec.next(data)).isNull();
    assertThat(data.remaining()).isEqualTo(7);
    assertThat(codec.isBetweenFiles()).isFalse();
    assertThat(text(codec.ok())).isEqualTo("OK\n");
    assertThat(codec.next(data)).isEqualTo(new Size(5));
  }

  @Test
  void aNameHas255BytesAtMost() throws Exception {
    String longest = "é".repeat(127) + "x";
    assertThat(new ReceiverCodec().next(bytes(longest + "\n"))).isEqualTo(new Name(longest));
    assertThat(new ReceiverCodec().next(bytes(longest + "\r\n"))).isEqualTo(new Name(longest));
    assertThatThrownBy(() -> new ReceiverCodec().next(bytes(longest + "x\n")))
        .isInstanceOf(FilesProtocolException.class)
        .hasMessage("a name is too long: at most 255 bytes");
    // Not even without an end: memory is bounded.
    var codec = new ReceiverCodec();
    assertThat(codec.next(bytes("x".repeat(256)))).isNull();
    assertThatThrownBy(() -> codec.next(bytes("x"))).isInstanceOf(FilesProtocolException.class);
  }

  private static ReceiverCodec named() throws FilesProtocolException {
    var codec = new ReceiverCodec();
    assertThat(codec.next(bytes("a\n"))).isNotNull();
    assertThat(text(codec.ok())).isEqualTo("OK\n");
    return codec;
  }

  @Test
  void aSizeHas63Bits() throws Exception {
    assertThat(named().next(bytes("9223372036854775807\n"))).isEqualTo(new Size(Long.MAX_VALUE));
    assertThat(named().next(bytes("0".repeat(30) + "12\n"))).isEqualTo(new Size(12));
    assertThatThrownBy(() -> named().next(bytes("9223372036854775808\n")))
        .hasMessage("a size is too large");
    assertThatThrownBy(() -> named().next(bytes("0".repeat(31) + "12\n")))
        .hasMessage("a size is too long: at most 32 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "+5", "-5", " 5", "5 ", "5.0", "0x5", "５", "5\u0000", "1e3", "5\r"})
  void whatIsNoSizeIsRefused(String size) throws Exception {
    ReceiverCodec codec = named();
    assertThatThrownBy(() -> codec.next(bytes(size + (size.endsWith("\r") ? "\r\n" : "\n"))))
        .isInstanceOf(FilesProtocolException.class)
        .hasMessage("a size is not a decimal number");
  }

  @Test
  void aNameIsUtf8() {
    for (byte[] name :
        new byte[][] {{(byte) 0xff, '\n'}, {(byte) 0xc3, '\n'}, {(byte) 0xc0, (byte) 0xaf, '\n'}}) {
      assertThatThrownBy(() -> new ReceiverCodec().next(ByteBuffer.wrap(name)))
          .hasMessage("a name is not UTF-8");
    }
  }

  private static ReceiverCodec greeted() throws FilesProtocolException {
    var codec = new ReceiverCodec();
    assertThat(codec.next(bytes("/files 1\n"))).isEqualTo(new Hello());
    assertThat(text(codec.ok())).isEqualTo("OK 1\n");
    return codec;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a.txt",
        "PUT",
        "PUT 1 2 644",
        "put 1 2 644 a",
        "PUT  1 2 644 a",
        "PUT -1 2 644 a",
        "PUT 1 -2 644 a",
        "PUT 1 2 0644 a",
        "PUT 1 2 64 a",
        "PUT 1 2 648 a",
        "PUT 9223372036854775808 2 644 a",
        "/files 1"
      })
  void aLineThatAnnouncesNoFileIsRefused(String line) throws Exception {
    ReceiverCodec codec = greeted();
    assertThatThrownBy(() -> codec.next(bytes(line + "\n")))
        .isInstanceOf(FilesProtocolException.class);
  }

  @Test
  void aPathMayFillItsLine() throws Exception {
    String path = "x".repeat(FileNames.PATH_BYTES);
    String most = "PUT 9223372036854775807 9223372036854775807 777 ";
    assertThat(greeted().next(bytes(most + path + "\n"))).isInstanceOf(Put.class);
    ReceiverCodec codec = greeted();
    assertThatThrownBy(() -> codec.next(bytes(most + path + "x".repeat(65) + "\n")))
        .hasMessage("a file's line is too long: at most 4160 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"FROM 2", "FROM 4", "FROM", "FROM -3", "from 3", "3", "FROM 3 "})
  void contentBeginsWhereItWasToldTo(String line) throws Exception {
    ReceiverCodec codec = greeted();
    assertThat(codec.next(bytes("PUT 5 0 644 a\n"))).isNotNull();
    assertThat(text(codec.okFrom(3, DIGEST))).isEqualTo("OK 3\n" + DIGEST + "\n");
    assertThatThrownBy(() -> codec.next(bytes(line + "\n")))
        .isInstanceOf(FilesProtocolException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0123",
        "zz",
        "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF"
      })
  void aDigestHas64Digits(String line) throws Exception {
    ReceiverCodec codec = greeted();
    assertThat(codec.next(bytes("PUT 0 0 644 a\n"))).isNotNull();
    assertThat(text(codec.okFrom(0, DIGEST))).isEqualTo("OK 0\n");
    assertThat(codec.next(bytes("FROM 0\n"))).isEqualTo(new From(0));
    assertThatThrownBy(() -> codec.next(bytes(line + "\n")))
        .hasMessage("a digest has 64 hexadecimal digits");
  }

  @Test
  void aFileThatIsThereIsNotSent() throws Exception {
    ReceiverCodec codec = greeted();
    ByteBuffer data = bytes("PUT 5 0 644 a\nPUT 6 0 644 b\n");
    assertThat(codec.next(data)).isNotNull();
    assertThat(text(codec.have(DIGEST))).isEqualTo("HAVE\n" + DIGEST + "\n");
    assertThat(codec.isBetweenFiles()).isTrue();
    assertThat(codec.next(data)).isEqualTo(new Put(new FileHeader(6, 0, 0644, "b")));
  }

  @Test
  void theSecondFormBeginsAConversationOnly() throws Exception {
    var codec = new Agreeing();
    codec.feed(bytes("a\n0\n/files 1\n"));
    assertThat(codec.heard).last().isEqualTo("Name[name=/files 1] OK\n");
  }

  @Test
  void whoSaysNothingIsToldWhatThereIs() throws Exception {
    assertThat(text(new ReceiverCodec().farewell())).isEqualTo("jackfield-files 1\n");
    assertThat(text(named().farewell())).isEmpty();
    var codec = new ReceiverCodec();
    assertThat(codec.next(bytes(""))).isNull();
    assertThat(text(codec.farewell())).isEqualTo("jackfield-files 1\n");
  }

  @Test
  void aRefusalIsOneLineAndTheLast() throws Exception {
    ReceiverCodec codec = named();
    assertThat(text(codec.refuse("no\nroom\u0007 here"))).isEqualTo("ERROR no room  here\n");
    assertThat(codec.next(bytes("5\n"))).isNull();
    assertThat(text(new ReceiverCodec().refuse("😀".repeat(999))))
        .isEqualTo("ERROR " + "😀".repeat(300) + "\n");
  }

  @Test
  void anAnswerFitsWhatWasAsked() throws Exception {
    assertThatThrownBy(() -> new ReceiverCodec().ok()).isInstanceOf(IllegalStateException.class);
    ReceiverCodec codec = greeted();
    assertThatThrownBy(() -> codec.have(DIGEST)).isInstanceOf(IllegalStateException.class);
    assertThat(codec.next(bytes("PUT 5 0 644 a\n"))).isNotNull();
    assertThatThrownBy(codec::ok).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> codec.okFrom(6, DIGEST)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whateverArrivesIsHeardOrRefused() {
    var random = new Random(1);
    String[] seeds = {PLAIN, SECOND};
    for (int i = 0; i < 100_000; i++) {
      byte[] wire = seeds[random.nextInt(seeds.length)].getBytes(UTF_8);
      for (int changes = random.nextInt(4); changes >= 0; changes--) {
        wire[random.nextInt(wire.length)] = (byte) random.nextInt();
      }
      var receiver = new Agreeing();
      try {
        receiver.feed(ByteBuffer.wrap(wire));
      } catch (FilesProtocolException e) {
        assertThat(e.getMessage()).isNotBlank();
      } catch (IllegalStateException e) {
        assertThat(e).hasMessageContaining("no answer to Put"); // Of less than three bytes.
      }
    }
  }
}
