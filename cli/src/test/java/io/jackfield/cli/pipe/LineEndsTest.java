package io.jackfield.cli.pipe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LineEndsTest {
  private static String ended(String typed, int... pieces) {
    var lineEnds = new LineEnds();
    var out = new StringBuilder();
    ByteBuffer all = ISO_8859_1.encode(typed);
    for (int piece : pieces) {
      ByteBuffer part = all.slice(all.position(), piece);
      all.position(all.position() + piece);
      out.append(ISO_8859_1.decode(lineEnds.ended(part)));
    }
    return out.append(ISO_8859_1.decode(lineEnds.ended(all))).toString();
  }

  @ParameterizedTest
  @CsvSource({
    "a|n, a|r|n",
    "a|r|n, a|r|n",
    "|n|n, |r|n|r|n",
    "|r|r|n, |r|r|n",
    "|n|r, |r|n|r",
    "a|rb|n, a|rb|r|n",
    "no end, no end"
  })
  void eachLineFeedHasOneReturnBeforeIt(String typed, String sent) {
    assertThat(ended(bytes(typed))).isEqualTo(bytes(sent));
  }

  private static String bytes(String shown) {
    return shown.replace("|n", "\n").replace("|r", "\r");
  }

  @Test
  void itDoesNotMatterHowTheBytesAreSplit() {
    String typed = "one\ntwo\r\n\n\r\r\nthree\r\u00ff\0\n";
    String whole = "one\r\ntwo\r\n\r\n\r\r\nthree\r\u00ff\0\r\n";
    for (int first = 0; first <= typed.length(); first++) {
      for (int second = 0; second <= typed.length() - first; second++) {
        assertThat(ended(typed, first, second)).as(first + ", " + second).isEqualTo(whole);
      }
    }
  }

  @Test
  void whatNeedsNothingIsNotCopied() {
    ByteBuffer data = ISO_8859_1.encode("a\r\nb");
    assertThat(new LineEnds().ended(data)).isSameAs(data);
    assertThat(data.remaining()).isEqualTo(4);
  }
}
