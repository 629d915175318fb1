package io.jackfield.protocol.gopher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/**
 * A line of a menu: {@code TYPE DISPLAY tab SELECTOR tab HOST tab PORT}. Source: RFC 1436 section
 * 3.4.
 *
 * @param type its character, as {@code 0} for a text; see {@link ItemKind}
 * @param display what people read; it comes from the server and may contain anything but TAB and LF
 * @param selector what its server is asked for
 * @param host who has it; empty where it leads nowhere
 * @param port 0 where it leads nowhere
 */
public record MenuItem(char type, String display, Selector selector, String host, int port) {
  private static final int MAX_PORT = 65_535;

  /** Who has what is nowhere: what servers write there. */
  private static final String NOWHERE = "error.host";

  /** Type, selector, host and port; what follows is Gopher+'s. */
  private static final int FIELDS = 4;

  /** A line to be read. */
  public static MenuItem information(String text) {
    return new MenuItem('i', text, Selector.ROOT, "", 0);
  }

  /** A refusal. */
  public static MenuItem error(String text) {
    return new MenuItem('3', text, Selector.ROOT, "", 0);
  }

  public ItemKind kind() {
    return ItemKind.of(type);
  }

  /**
   * The item of a line without its end. One that cannot be understood is an information, so that it
   * is seen.
   *
   * @param octets a char a byte
   */
  static MenuItem parse(String octets) {
    if (octets.isEmpty()) {
      return information("");
    }
    String[] fields = octets.split("\t", FIELDS + 1);
    char type = octets.charAt(0);
    boolean leadsNowhere = type == 'i' || type == '3';
    if (fields.length > 1 && leadsNowhere) {
      return new MenuItem(type, Octets.text(fields[0].substring(1)), Selector.ROOT, "", 0);
    }
    int port = fields.length < FIELDS ? 0 : port(fields[FIELDS - 1].strip());
    String host = fields.length < FIELDS ? "" : Octets.text(fields[FIELDS - 2].strip());
    boolean isWhole = port > 0 && GopherUrl.isHost(host) && type > ' ' && type < 0x7f;
    if (!isWhole || fields[1].indexOf('\r') >= 0 || fields[1].indexOf('\0') >= 0) {
      return information(Octets.text(octets.replace('\t', ' ')));
    }
    String display = Octets.text(fields[0].substring(1));
    return new MenuItem(type, display, new Selector(fields[1]), host, port);
  }

  /** 0 where it is none. */
  private static int port(String digits) {
    boolean isNumber = digits.length() <= 5 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    int port = isNumber && !digits.isEmpty() ? Integer.parseInt(digits) : 0;
    return port <= MAX_PORT ? port : 0;
  }

  /** As it is sent, in UTF-8, with its end; control characters in what people read are blanks. */
  public byte[] bytes() {
    boolean leadsNowhere = host.isEmpty();
    var line = new ByteArrayOutputStream();
    line.writeBytes((type + blank(display) + "\t").getBytes(UTF_8));
    line.writeBytes(selector.bytes());
    line.writeBytes(("\t" + (leadsNowhere ? NOWHERE : blank(host)) + "\t").getBytes(UTF_8));
    line.writeBytes(((leadsNowhere ? 1 : port) + "\r\n").getBytes(UTF_8));
    return line.toByteArray();
  }

  private static String blank(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }
}
