package io.jackfield.cli.gopher;

import io.jackfield.protocol.gopher.GopherUrl;
import io.jackfield.protocol.gopher.ItemKind;
import io.jackfield.protocol.gopher.Selector;
import io.jackfield.reactor.endpoint.HostPort;
import io.jackfield.service.gopher.GopherProtocol;
import org.jspecify.annotations.Nullable;

/**
 * What was typed after {@code jackfield gopher}.
 *
 * @param url where it is; its type says nothing if {@code kind} is null
 * @param unix the path or the abstract name of a Unix socket that it is reached by; null for none
 * @param kind what it is; null where that was not said
 */
public record Target(GopherUrl url, @Nullable ItemKind kind, @Nullable String unix) {
  private static final String UNIX = "unix:";

  /** Of a host. */
  Target(GopherUrl url, @Nullable ItemKind kind) {
    this(url, kind, null);
  }

  /** The same by TLS. */
  public Target secured() {
    return new Target(url.secured(), kind, unix);
  }

  /**
   * Reads {@code gopher://…}, {@code gophers://…}, {@code HOST[:PORT][/SELECTOR]} or {@code
   * unix:PATH}, these two with a selector beside it or not.
   *
   * @param selector null where none was typed
   * @throws IllegalArgumentException if it is none of these, with the reason
   */
  public static Target of(String where, @Nullable String selector) {
    if (where.startsWith(UNIX)) {
      String asked = selector == null ? "" : selector;
      HostPort there = GopherProtocol.NAMELESS;
      var url = new GopherUrl(there.host(), there.port(), '1', Selector.of(asked), "");
      return new Target(
          url, asked.isEmpty() ? ItemKind.MENU : null, where.substring(UNIX.length()));
    }
    if (GopherUrl.isOne(where)) {
      if (selector != null) {
        throw new IllegalArgumentException(
            "a URL has its selector in it; leave out '" + selector + "'");
      }
      GopherUrl url = GopherUrl.parse(where);
      return new Target(url, url.kind());
    }
    if (where.contains("://")) {
      throw new IllegalArgumentException("'" + where + "' is no Gopher URL");
    }
    int slash = where.indexOf('/');
    String behind = slash < 0 ? "" : where.substring(slash);
    if (selector != null && behind.length() > 1) {
      throw new IllegalArgumentException(
          "there are two selectors: '" + behind + "' and '" + selector + "'");
    }
    // HOST/ is the first menu, as in a browser.
    String path = selector != null ? selector : behind.equals("/") ? "" : behind;
    // The rest is read as in a URL, whose rules for hosts and ports these are.
    GopherUrl at = GopherUrl.parse("gopher://" + (slash < 0 ? where : where.substring(0, slash)));
    var url = new GopherUrl(at.host(), at.port(), '1', Selector.of(path), "");
    return new Target(url, path.isEmpty() ? ItemKind.MENU : null);
  }
}
