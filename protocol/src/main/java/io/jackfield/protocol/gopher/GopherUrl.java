package io.jackfield.protocol.gopher;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Where something is: {@code gopher://HOST[:PORT]/[TYPE][SELECTOR][%09WORDS]}, and the same under
 * TLS with {@code gophers}. Source: RFC 4266; curl(1) for TLS, of which no RFC knows.
 *
 * @param secure whether it is had by TLS
 * @param host a name or an address, without brackets
 * @param port {@value #DEFAULT_PORT} if nothing else is said
 * @param type of the item, as {@link MenuItem#type}
 * @param words to be searched for; empty for none
 */
public record GopherUrl(
    boolean secure, String host, int port, char type, Selector selector, String words) {
  /** Gopher's own port. Source: RFC 1436 section 2. */
  public static final int DEFAULT_PORT = 70;

  private static final String SCHEME = "gopher://";
  private static final String SECURE_SCHEME = "gophers://";
  private static final int MAX_PORT = 65_535;

  /** What stands for itself in a path. Source: RFC 3986 section 3.3. */
  private static final String PLAIN = "-._~!$&'()*+,;=:@/";

  /** Throws {@link IllegalArgumentException} for a host, a port or a type that cannot be. */
  public GopherUrl {
    if (!isHost(host)) {
      throw new IllegalArgumentException(
          host.isEmpty() ? "the host is missing" : "this is no host");
    }
    if (port < 1 || port > MAX_PORT) {
      throw new IllegalArgumentException("a port is from 1 to " + MAX_PORT);
    }
    if (type <= ' ' || type >= 0x7f) {
      throw new IllegalArgumentException("a type is a visible character");
    }
    GopherRequest.requireWords(words);
  }

  /** One without TLS. */
  public GopherUrl(String host, int port, char type, Selector selector, String words) {
    this(false, host, port, type, selector, words);
  }

  static boolean isHost(String text) {
    return !text.isEmpty()
        && text.chars().noneMatch(c -> c <= ' ' || c == 0x7f || "/[]@?#".indexOf(c) >= 0);
  }

  /** The first menu of a host. */
  public static GopherUrl of(String host, int port) {
    return new GopherUrl(host, port, '1', Selector.ROOT, "");
  }

  /** Where an item leads. */
  public static GopherUrl of(MenuItem item) {
    return new GopherUrl(item.host(), item.port(), item.type(), item.selector(), "");
  }

  /** Whether a text is meant as one. */
  public static boolean isOne(String text) {
    return isSecure(text) || text.toLowerCase(Locale.ROOT).startsWith(SCHEME);
  }

  private static boolean isSecure(String text) {
    return text.toLowerCase(Locale.ROOT).startsWith(SECURE_SCHEME);
  }

  /**
   * Reads one; what should be encoded in it and is not, as blanks and letters with accents, is
   * taken for its UTF-8.
   *
   * @throws IllegalArgumentException if it is none, with the reason
   */
  public static GopherUrl parse(String text) {
    try {
      return parsed(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("'" + text + "' is no Gopher URL: " + e.getMessage(), e);
    }
  }

  private static GopherUrl parsed(String text) {
    if (!isOne(text)) {
      throw new IllegalArgumentException(
          "it begins neither with " + SCHEME + " nor with " + SECURE_SCHEME);
    }
    boolean secure = isSecure(text);
    int fragment = text.indexOf('#');
    int begin = (secure ? SECURE_SCHEME : SCHEME).length();
    String whole = text.substring(begin, fragment < 0 ? text.length() : fragment);
    int slash = whole.indexOf('/');
    String authority = slash < 0 ? whole : whole.substring(0, slash);
    String path = slash < 0 ? "" : decoded(Octets.ofText(whole.substring(slash + 1)));
    if (path.startsWith("\t")) {
      throw new IllegalArgumentException("a type is a visible character");
    }
    int colon = authority.endsWith("]") ? -1 : authority.lastIndexOf(':');
    String host = colon < 0 ? authority : authority.substring(0, colon);
    String digits = colon < 0 ? "" : authority.substring(colon + 1);
    // A third field is Gopher+'s.
    String[] fields = path.split("\t", 3);
    return new GopherUrl(
        secure,
        host(host),
        digits.isEmpty() ? DEFAULT_PORT : port(digits),
        path.isEmpty() ? '1' : path.charAt(0),
        path.isEmpty() ? Selector.ROOT : new Selector(fields[0].substring(1)),
        fields.length < 2 ? "" : Octets.text(fields[1]));
  }

  private static String host(String written) {
    if (written.startsWith("[") && written.endsWith("]")) {
      String address = Octets.text(decoded(written.substring(1, written.length() - 1)));
      if (!address.matches("[0-9A-Fa-f:.]+(%.+)?") || address.indexOf(':') < 0) {
        throw new IllegalArgumentException("in brackets is an IPv6 address");
      }
      return address;
    }
    if (written.indexOf(':') >= 0) {
      throw new IllegalArgumentException("an IPv6 address goes in brackets");
    }
    return written;
  }

  private static int port(String digits) {
    if (!digits.matches("[0-9]{1,5}")) {
      throw new IllegalArgumentException("a port is from 1 to " + MAX_PORT);
    }
    return Integer.parseInt(digits);
  }

  private static String decoded(String octets) {
    var plain = new StringBuilder();
    for (int at = 0; at < octets.length(); at++) {
      char next = octets.charAt(at);
      if (next == '%') {
        String digits = octets.substring(at + 1, Math.min(at + 3, octets.length()));
        if (!digits.matches("[0-9A-Fa-f]{2}")) {
          throw new IllegalArgumentException("a % has two hexadecimal digits behind it");
        }
        next = (char) Integer.parseInt(digits, 16);
        at += 2;
      }
      plain.append(next);
    }
    return plain.toString();
  }

  /** What is to be sent there. */
  public GopherRequest request() {
    return new GopherRequest(selector, words);
  }

  /** The same with words to be searched for. */
  public GopherUrl withWords(String searched) {
    return new GopherUrl(secure, host, port, type, selector, searched);
  }

  /** The same by TLS. */
  public GopherUrl secured() {
    return secured(host);
  }

  /** The same by TLS, by another name of the same host. */
  public GopherUrl secured(String name) {
    return new GopherUrl(true, name, port, type, selector, words);
  }

  public ItemKind kind() {
    return ItemKind.of(type);
  }

  /** As it is written. */
  @Override
  public String toString() {
    String bracketed = host.indexOf(':') >= 0 ? "[" + host.replace("%", "%25") + "]" : host;
    boolean isFirst = type == '1' && selector.octets().isEmpty() && words.isEmpty();
    return (secure ? SECURE_SCHEME : SCHEME)
        + bracketed
        + (port == DEFAULT_PORT ? "" : ":" + port)
        + "/"
        + (isFirst ? "" : type + encoded(selector.octets()))
        + (words.isEmpty() ? "" : "%09" + encoded(Octets.ofText(words)));
  }

  private static String encoded(String octets) {
    var text = new StringBuilder();
    for (byte one : octets.getBytes(StandardCharsets.ISO_8859_1)) {
      boolean isLetter = one > 0 && Character.isLetterOrDigit(one);
      if (isLetter || PLAIN.indexOf(one) >= 0) {
        text.append((char) one);
      } else {
        text.append("%%%02X".formatted(one & 0xff));
      }
    }
    return text.toString();
  }
}
