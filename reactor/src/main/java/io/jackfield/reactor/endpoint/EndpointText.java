package io.jackfield.reactor.endpoint;

import java.util.TreeMap;

/** An endpoint's text, taken apart for its {@linkplain EndpointParser.Scheme scheme}. */
public final class EndpointText {
  private final String text;
  private final int bodyAt;
  private final String body;
  private final Options options;

  EndpointText(String text, int bodyAt) {
    this.text = text;
    this.bodyAt = bodyAt;
    int question = text.indexOf('?', bodyAt);
    this.body = text.substring(bodyAt, question < 0 ? text.length() : question);
    this.options = question < 0 ? Options.NONE : readOptions(question + 1);
  }

  /** What stands between the scheme's colon and the question mark, as it is written. */
  public String body() {
    return body;
  }

  /** What follows the question mark. */
  public Options options() {
    return options;
  }

  /** The error to throw for what is wrong at {@code index} of the {@link #body}. */
  public EndpointSyntaxException wrong(int index, String why) {
    return new EndpointSyntaxException(text, bodyAt + index, why);
  }

  /**
   * The body as {@code //HOST:PORT}.
   *
   * @throws EndpointSyntaxException if it is not
   */
  public HostPort hostPort() {
    if (!body.startsWith("//")) {
      throw wrong(0, "two slashes and a host are missing here, as in tcp://127.0.0.1:80");
    }
    boolean bracket = body.startsWith("[", 2);
    int hostAt = bracket ? 3 : 2;
    int hostEnd = bracket ? body.indexOf(']') : body.indexOf(':', 2);
    if (bracket && hostEnd < 0) {
      throw wrong(body.length(), "the ] of the IPv6 address is missing, as in [::1]:80");
    }
    String host = body.substring(hostAt, hostEnd < 0 ? body.length() : hostEnd);
    if (bracket && host.indexOf(':') < 0) {
      throw wrong(hostAt, "between brackets stands an IPv6 address, as in [::1]:80");
    }
    try {
      host = HostPort.canonical(host);
    } catch (PercentText.Fault fault) {
      throw wrong(hostAt + fault.index, fault.why());
    }
    int colon = bracket ? hostEnd + 1 : hostEnd;
    if (colon < 0 || !body.startsWith(":", colon)) {
      throw wrong(
          colon < 0 ? body.length() : colon, "a colon and the port are missing here, as in :80");
    }
    return new HostPort(host, port(colon + 1));
  }

  private int port(int at) {
    String digits = body.substring(at);
    int secondColon = digits.lastIndexOf(':');
    if (secondColon >= 0) {
      throw wrong(2, "an IPv6 address stands in brackets, as in [::1]:80");
    }
    int number = number(digits);
    if (number < 0 || number > HostPort.MAX_PORT) {
      throw wrong(at, "here stands a port, a number from 0 to " + HostPort.MAX_PORT);
    }
    return number;
  }

  /** The body as a descriptor's number. */
  int descriptor() {
    int number = number(body);
    if (number < 0) {
      throw wrong(0, "here stands a descriptor's number, as in fd:3");
    }
    return number;
  }

  /** -1 for what is none, or too large for one. */
  private static int number(String digits) {
    if (!digits.matches("[0-9]{1,10}")) {
      return -1;
    }
    long number = Long.parseLong(digits);
    return number > Integer.MAX_VALUE ? -1 : (int) number;
  }

  /** The body with its escapes replaced. */
  String decoded() {
    return read(PercentText::decodeText);
  }

  String command() {
    String command = decoded();
    if (command.isBlank()) {
      throw wrong(0, "the command is missing");
    }
    return command;
  }

  static void requireCommand(String command) {
    if (PercentText.requireText(command).isBlank()) {
      throw new IllegalArgumentException("a command is not blank");
    }
  }

  /** Reads a part of a text; its fault's index is one in it. */
  interface Reader<T> {
    T read(String part) throws PercentText.Fault;
  }

  <T> T read(Reader<T> reader) {
    try {
      return reader.read(body);
    } catch (PercentText.Fault fault) {
      throw wrong(fault.index, fault.why());
    }
  }

  private Options readOptions(int from) {
    var values = new TreeMap<String, String>();
    for (int at = from; at <= text.length(); ) {
      int and = text.indexOf('&', at);
      int end = and < 0 ? text.length() : and;
      int equals = text.indexOf('=', at);
      int keyEnd = equals < 0 || equals > end ? end : equals;
      String key = text.substring(at, keyEnd);
      if (!Options.isKey(key)) {
        throw new EndpointSyntaxException(
            text, at, Options.KEY_RULE + "; a ? that begins none is written %3F");
      }
      int valueAt = Math.min(keyEnd + 1, end);
      try {
        String value = PercentText.decodeText(text.substring(valueAt, end));
        if (values.put(key, value) != null) {
          throw new EndpointSyntaxException(text, at, "the option " + key + " is given twice");
        }
      } catch (PercentText.Fault fault) {
        throw new EndpointSyntaxException(text, valueAt + fault.index, fault.why());
      }
      at = end + 1;
    }
    return Options.of(values);
  }
}
