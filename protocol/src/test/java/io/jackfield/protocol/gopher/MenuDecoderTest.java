package io.jackfield.protocol.gopher;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MenuDecoderTest {
  private static List<MenuItem> decoded(byte[] wire, int chunk) throws GopherException {
    var items = new ArrayList<MenuItem>();
    var decoder = new MenuDecoder();
    for (int at = 0; at < wire.length; at += chunk) {
      decoder.feed(ByteBuffer.wrap(wire, at, Math.min(chunk, wire.length - at)), items::add);
    }
    decoder.end(items::add);
    return items;
  }

  private static List<MenuItem> decoded(String wire) throws GopherException {
    return decoded(wire.getBytes(UTF_8), 1_000);
  }

  private static MenuItem item(char type, String display, String selector, String host, int port) {
    return new MenuItem(type, display, Selector.of(selector), host, port);
  }

  /** That of RFC 1436 section 2, shortened. */
  private static final String EXAMPLE =
      String.join(
          "\r\n",
          "0About internet Gopher\tStuff:About us\trawBits.micro.umn.edu\t70",
          "1Around Minnesota\tZ,5692,AUM\tunderdog.micro.umn.edu\t7070",
          "7Search\t\tx\t70\t+",
          "iSéance\tfake\t(NULL)\t0",
          ".",
          "0behind\t\tx\t70",
          "");

  @ParameterizedTest(name = "{0} bytes at a time")
  @ValueSource(ints = {1, 2, 3, 7, 4096})
  void itsItemsDoNotDependOnHowTheBytesArrive(int chunk) throws Exception {
    assertThat(decoded(EXAMPLE.getBytes(UTF_8), chunk))
        .containsExactly(
            item('0', "About internet Gopher", "Stuff:About us", "rawBits.micro.umn.edu", 70),
            item('1', "Around Minnesota", "Z,5692,AUM", "underdog.micro.umn.edu", 7070),
            item('7', "Search", "", "x", 70),
            MenuItem.information("Séance"));
  }

  @Test
  void theDotMayBeMissingAndTheLastEndTooAndLfIsEnough() throws Exception {
    assertThat(decoded("0a\t/a\tx\t70\n0b\t/b\tx\t70"))
        .containsExactly(item('0', "a", "/a", "x", 70), item('0', "b", "/b", "x", 70));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "just words",
        "0only display",
        "0display\tselector",
        "0display\tselector\thost",
        "0display\tselector\thost\tport",
        "0display\tselector\thost\t",
        "0display\tselector\thost\t0",
        "0display\tselector\thost\t65536",
        "0display\tselector\thost\t-70",
        "0display\tselector\thost\t99999999999",
        "0display\tselector\t\t70",
        "0display\tselector\tno host\t70",
        "0display\tsel\0ector\thost\t70",
        "\t\t\t",
        "\tdisplay\thost\t70",
        "\u0001display\tselector\thost\t70",
        "élan\tselector\thost\t70",
      })
  void whatCannotBeUnderstoodIsSeen(String line) throws Exception {
    assertThat(decoded(line + "\r\n"))
        .containsExactly(MenuItem.information(line.replace('\t', ' ')));
  }

  @Test
  void anEmptyLineIsOne() throws Exception {
    assertThat(decoded("\r\n")).containsExactly(MenuItem.information(""));
  }

  @Test
  void whatIsNoUtf8IsLatin1AndTheSelectorStaysAsItIs() throws Exception {
    byte[] wire = "0Größe\t/größe\tx\t70\r\n".getBytes(ISO_8859_1);
    MenuItem item = decoded(wire, 5).getFirst();
    assertThat(item.display()).isEqualTo("Größe");
    assertThat(item.selector().bytes()).isEqualTo("/größe".getBytes(ISO_8859_1));
  }

  @Test
  void itHasNoMoreBytesThanItsLimit() throws Exception {
    String wire = "iab\t\tx\t1\n.\n";
    var items = new ArrayList<MenuItem>();
    new MenuDecoder(wire.length()).feed(ByteBuffer.wrap(wire.getBytes(UTF_8)), items::add);
    assertThat(items).hasSize(1);
    assertThatThrownBy(() ->
            new MenuDecoder(wire.length() - 1).feed(ByteBuffer.wrap(wire.getBytes(UTF_8)), _ -> {}))
        .isInstanceOf(GopherException.class)
        .hasMessageContaining("longer than " + (wire.length() - 1) + " bytes");
  }

  @Test
  void itsLimitIsOneMebibyte() throws Exception {
    var decoder = new MenuDecoder();
    decoder.feed(ByteBuffer.allocate(1 << 20), _ -> {});
    assertThatThrownBy(() -> decoder.feed(ByteBuffer.allocate(1), _ -> {}))
        .isInstanceOf(GopherException.class);
  }

  @Test
  void whatIsWrittenIsRead() throws Exception {
    var items =
        List.of(
            item('0', "Größe", "/größe", "2001:db8::1", 65535),
            item('1', "root", "", "localhost", 1),
            MenuItem.information("to be read"),
            MenuItem.error("no"));
    var wire = new ByteArrayOutputStream();
    items.forEach(item -> wire.writeBytes(item.bytes()));
    assertThat(decoded(wire.toByteArray(), 3)).isEqualTo(items);
  }

  @Test
  void whatPeopleReadCannotEndItsField() {
    MenuItem item = item('0', "a\tb\r\nc\u001b[2J", "/x", "h\tx", 70);
    assertThat(new String(item.bytes(), UTF_8)).isEqualTo("0a b  c [2J\t/x\th x\t70\r\n");
  }

  @Test
  void bytesAtRandomAreItemsAsManyAsLines() throws Exception {
    var random = new Random(1436);
    for (int n = 0; n < 20_000; n++) {
      var wire = new StringBuilder();
      for (int at = random.nextInt(60); at > 0; at--) {
        wire.append("\t\t\t\r\n01i3x7€\0".charAt(random.nextInt(13)));
      }
      byte[] bytes = wire.toString().getBytes(UTF_8);
      List<MenuItem> items = decoded(bytes, 1 + random.nextInt(9));
      long ends = wire.chars().filter(c -> c == '\n').count();
      boolean isOpen = !wire.isEmpty() && wire.charAt(wire.length() - 1) != '\n';
      assertThat(items).hasSize((int) ends + (isOpen ? 1 : 0));
      items.forEach(item -> assertThat(item.bytes()).isNotEmpty());
    }
  }
}
