package io.jackfield.protocol.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SenderCodecTest {
  private static final String DIGEST = "0123456789abcdef".repeat(4);

  private final SenderCodec codec = new SenderCodec();

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  private static String text(ByteBuffer bytes) {
    return UTF_8.decode(bytes).toString();
  }

  private Answer heard(String answer) throws FilesProtocolException {
    ByteBuffer data = bytes(answer);
    Answer found = codec.next(data);
    assertThat(data.hasRemaining()).isFalse();
    return found == null ? new Answer.Refused("nothing yet") : found;
  }

  @Test
  void thePlainFormIsNameSizeContent() throws Exception {
    assertThat(text(codec.name("空.txt"))).isEqualTo("空.txt\n");
    assertThat(heard("OK\n")).isEqualTo(new Answer.Ok());
    assertThat(text(codec.size(Long.MAX_VALUE))).isEqualTo("9223372036854775807\n");
    assertThat(heard("OK\r\n")).isEqualTo(new Answer.Ok());
    codec.whole();
    assertThat(heard("OK\n")).isEqualTo(new Answer.Ok());
  }

  @Test
  void theSecondFormSaysMore() throws Exception {
    assertThat(text(codec.hello())).isEqualTo("/files 1\n");
    assertThat(heard("OK 1\n")).isEqualTo(new Answer.Offer());
    var file = new FileHeader(9, 1_700_000_000, 0044, "a b/c");
    assertThat(text(codec.put(file))).isEqualTo("PUT 9 1700000000 044 a b/c\n");
    assertThat(heard("OK 9\n")).isEqualTo(new Answer.Wanted(9));
    assertThat(heard(DIGEST + "\n")).isEqualTo(new Answer.Digest(DIGEST));
    assertThat(text(codec.from(9))).isEqualTo("FROM 9\n");
    assertThat(text(codec.digest(DIGEST))).isEqualTo(DIGEST + "\n");
    assertThat(heard("OK\n")).isEqualTo(new Answer.Ok());
    assertThat(text(codec.put(file))).startsWith("PUT ");
    assertThat(heard("HAVE\n")).isEqualTo(new Answer.Have());
    assertThat(heard(DIGEST + "\n")).isEqualTo(new Answer.Digest(DIGEST));
    assertThat(text(codec.put(file))).startsWith("PUT ");
    assertThat(heard("OK 0\n")).isEqualTo(new Answer.Wanted(0));
    assertThat(text(codec.from(0))).isEqualTo("FROM 0\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"OK ", "ok", "", "OKAY", "OK 0", "jackfield-files 1", "HTTP/1.1 400"})
  void anotherAnswerIsNone(String line) {
    assertThat(codec.name("a").hasRemaining()).isTrue();
    assertThatThrownBy(() -> heard(line + "\n"))
        .isInstanceOf(FilesProtocolException.class)
        .hasMessage("the receiver says '" + line + "' where 'OK' belongs");
  }

  @Test
  void anOfferIsOneLine() throws Exception {
    codec.silence();
    assertThat(heard("jackfield-files 1\n")).isEqualTo(new Answer.Offer());
    codec.silence();
    assertThatThrownBy(() -> heard("jackfield-files 2\n"))
        .isInstanceOf(FilesProtocolException.class);
  }

  @Test
  void noMoreIsThereThanTheFileHas() throws Exception {
    assertThat(codec.put(new FileHeader(9, 0, 0, "a")).hasRemaining()).isTrue();
    assertThatThrownBy(() -> heard("OK 10\n")).hasMessageContaining("10 bytes of a file of 9");
  }

  @Test
  void aRefusalMayComeAtAnyTime() throws Exception {
    assertThat(heard("ERROR the disk is full\n")).isEqualTo(new Answer.Refused("the disk is full"));
    assertThat(heard("ERROR\n")).isEqualTo(new Answer.Refused("no reason given"));
    assertThat(codec.name("a").hasRemaining()).isTrue();
    assertThat(heard("ERROR  \r\n")).isEqualTo(new Answer.Refused("no reason given"));
    assertThatThrownBy(() -> heard("ERRORS\n")).isInstanceOf(FilesProtocolException.class);
  }

  @Test
  void anAnswerHas4096BytesAtMost() throws Exception {
    String most = "ERROR " + "x".repeat(4_090);
    assertThat(heard(most + "\n")).isInstanceOf(Answer.Refused.class);
    assertThatThrownBy(() -> heard(most + "x\n"))
        .hasMessage("an answer is too long: at most 4096 bytes");
  }

  @Test
  void aNameWithALinesEndIsNotSent() {
    assertThatThrownBy(() -> codec.name("a\n5\nhello"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anAnswerIsWaitedFor() {
    assertThat(codec.name("a").hasRemaining()).isTrue();
    assertThatThrownBy(() -> codec.size(5)).isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest(name = "{0} bytes at a time")
  @ValueSource(ints = {1, 2, 3, 100})
  void answersDoNotDependOnHowTheyArrive(int chunk) throws Exception {
    ByteBuffer all = bytes("OK 5\r\n" + DIGEST + "\nERROR done\n");
    assertThat(codec.put(new FileHeader(9, 0, 0, "a")).hasRemaining()).isTrue();
    List<Answer> heard = new ArrayList<>();
    while (all.hasRemaining()) {
      int count = Math.min(chunk, all.remaining());
      ByteBuffer some = all.slice(all.position(), count);
      all.position(all.position() + count);
      for (Answer answer; (answer = codec.next(some)) != null; ) {
        heard.add(answer);
      }
    }
    assertThat(heard)
        .containsExactly(
            new Answer.Wanted(5), new Answer.Digest(DIGEST), new Answer.Refused("done"));
  }

  @Test
  void whateverIsAnsweredIsHeardOrRefused() {
    var random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      var sender = new SenderCodec();
      assertThat(sender.put(new FileHeader(9, 0, 0, "a")).hasRemaining()).isTrue();
      byte[] wire = ("OK 5\n" + DIGEST + "\n").getBytes(UTF_8);
      for (int changes = random.nextInt(3); changes >= 0; changes--) {
        wire[random.nextInt(wire.length)] = (byte) random.nextInt();
      }
      try {
        ByteBuffer data = ByteBuffer.wrap(wire);
        while (sender.next(data) != null) {
          // And what comes behind it.
        }
      } catch (FilesProtocolException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }
}
