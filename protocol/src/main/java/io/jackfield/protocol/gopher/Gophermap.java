package io.jackfield.protocol.gopher;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;

/**
 * The file {@code gophermap} of a folder, which says what its menu shows. A line of it is
 *
 * <ul>
 *   <li>{@code TYPE DISPLAY tab [SELECTOR [tab HOST [tab PORT]]]}, an item: what is left out is the
 *       display for the selector, this server, and its port (70 of another). A selector of this
 *       server that does not begin with a slash is one of the folder, but for {@code URL:…};
 *   <li>{@code *} alone: what is in the folder, and the end;
 *   <li>{@code .} alone: the end;
 *   <li>{@code # …}: nothing;
 *   <li>anything without a tab: an information.
 * </ul>
 *
 * Source: the manuals of Bucktooth and Gophernicus, of whose other signs nothing is known here.
 */
public final class Gophermap {
  /** What a line of it adds to the menu. */
  public sealed interface Part {
    /** An item. */
    record Item(MenuItem item) implements Part {}

    /** What is in the folder. */
    record Contents() implements Part {}
  }

  /** {@code TYPE DISPLAY}, SELECTOR, HOST, PORT. */
  private static final int FIELDS = 4;

  private final String folder;
  private final String host;
  private final int port;

  /**
   * For a folder's.
   *
   * @param folder its selector, as {@code /poems}; empty for the first one
   * @param host of this server
   * @param port of this server
   */
  public Gophermap(Selector folder, String host, int port) {
    this.folder = folder.octets();
    this.host = host;
    this.port = port;
  }

  /** Reads all of it. */
  public List<Part> parse(byte[] bytes) {
    var parts = new ArrayList<Part>();
    String all = new String(bytes, ISO_8859_1);
    for (String line : all.lines().toList()) {
      if (line.equals(".")) {
        return parts;
      }
      if (line.equals("*")) {
        parts.add(new Part.Contents());
        return parts;
      }
      if (!line.startsWith("#")) {
        parts.add(new Part.Item(item(line)));
      }
    }
    return parts;
  }

  private MenuItem item(String line) {
    String[] fields = line.split("\t", FIELDS + 1);
    if (fields.length == 1) {
      return MenuItem.information(Octets.text(line));
    }
    String title = fields[0].isEmpty() ? "" : fields[0].substring(1);
    String selector = fields[1].isEmpty() ? title : fields[1];
    String at = field(fields, 2);
    String digits = field(fields, 3);
    boolean isOurs = at.isEmpty();
    String path = isOurs ? absolute(selector) : selector;
    String place = isOurs ? Octets.ofText(host) : at;
    String number = !digits.isEmpty() ? digits : "" + (isOurs ? port : GopherUrl.DEFAULT_PORT);
    // Whatever is wrong with it is seen as it is in any menu.
    return MenuItem.parse(fields[0] + "\t" + path + "\t" + place + "\t" + number);
  }

  private static String field(String[] fields, int index) {
    return index < fields.length ? fields[index].strip() : "";
  }

  private String absolute(String selector) {
    boolean isAbsolute = selector.startsWith("/") || selector.startsWith("URL:");
    return isAbsolute ? selector : folder + "/" + selector;
  }
}
