package io.jackfield.reactor.endpoint;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads endpoints of the schemes that it knows. Unchangeable, so every thread may use one. */
public final class EndpointParser {
  /** Turns a text of its scheme into an endpoint. */
  @FunctionalInterface
  public interface Scheme {
    /** Throws {@link EndpointText#wrong} for what it cannot read. */
    Endpoint read(EndpointText text);
  }

  private static final EndpointParser STANDARD =
      new EndpointParser(
          Map.of(
              "tcp", text -> new Endpoint.Tcp(text.hostPort(), text.options()),
              "udp", text -> new Endpoint.Udp(text.hostPort(), text.options()),
              "unix", text -> new Endpoint.Unix(text.read(UnixText::read), text.options()),
              "unix-dgram",
                  text -> new Endpoint.UnixDatagram(text.read(UnixText::read), text.options()),
              "fd", text -> new Endpoint.Fd(text.descriptor(), text.options()),
              "systemd", EndpointParser::systemd,
              "stdio", EndpointParser::stdio,
              "exec", text -> new Endpoint.Exec(text.command(), text.options()),
              "pty", text -> new Endpoint.Pty(text.command(), text.options()),
              "file", text -> new Endpoint.File(text.read(UnixText::readPath), text.options())));

  private final SortedMap<String, Scheme> schemes;

  private EndpointParser(Map<String, Scheme> schemes) {
    this.schemes = Collections.unmodifiableSortedMap(new TreeMap<>(schemes));
  }

  /** The one that knows what {@link Endpoint} lists. */
  public static EndpointParser standard() {
    return STANDARD;
  }

  /**
   * One that knows {@code name} too; this one stays as it is.
   *
   * @throws IllegalArgumentException if this one knows it, or no scheme can be called so
   */
  public EndpointParser withScheme(String name, Scheme scheme) {
    if (!name.matches("[a-z][a-z0-9+.-]*") || schemes.containsKey(name)) {
      throw new IllegalArgumentException("'" + name + "' is known, or no scheme's name");
    }
    var more = new TreeMap<>(schemes);
    more.put(name, scheme);
    return new EndpointParser(more);
  }

  /**
   * Reads one endpoint; the scheme may be in capitals.
   *
   * @throws EndpointSyntaxException if it is none; it says where, why, and what to write
   */
  public Endpoint parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new EndpointSyntaxException(
          text, 0, "an endpoint begins with a scheme and a colon; known are " + known());
    }
    String name = text.substring(0, colon).toLowerCase(Locale.ROOT);
    Scheme scheme = schemes.get(name);
    if (scheme == null) {
      String host = text.matches("[\\[\\]0-9A-Za-z.:-]*:[0-9]{1,5}") ? text : "HOST:PORT";
      throw new EndpointSyntaxException(
          text,
          0,
          "this scheme is not known; known are "
              + known()
              + ". A host and a port are written tcp://"
              + host);
    }
    return scheme.read(new EndpointText(text, colon + 1));
  }

  private String known() {
    return String.join(", ", schemes.keySet());
  }

  private static Endpoint systemd(EndpointText text) {
    String name = text.decoded();
    try {
      return new Endpoint.Systemd(name, text.options());
    } catch (IllegalArgumentException e) {
      throw text.wrong(0, Endpoint.Systemd.RULE);
    }
  }

  private static Endpoint stdio(EndpointText text) {
    if (!text.body().isEmpty()) {
      throw text.wrong(0, "nothing follows stdio:");
    }
    return new Endpoint.Stdio(text.options());
  }
}
