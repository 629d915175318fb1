package io.jackfield.reactor.endpoint;

/** A text that is no endpoint; the message shows where, with a caret below the character. */
public final class EndpointSyntaxException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** So much of a long text is shown on each side of the caret. */
  private static final int SHOWN = 60;

  private final String text;
  private final int index;

  /**
   * @param index of the character at fault, from 0 to the length of {@code text}
   * @param why what is wrong, and what to write instead
   */
  EndpointSyntaxException(String text, int index, String why) {
    super(message(text, index, why));
    this.text = text;
    this.index = index;
  }

  /** The whole text. */
  public String text() {
    return text;
  }

  /** Where in it the fault begins; its length where something is missing at the end. */
  public int index() {
    return index;
  }

  private static String message(String text, int index, String why) {
    int from = Math.max(0, index - SHOWN);
    int to = Math.min(text.length(), index + SHOWN);
    String before = (from > 0 ? "…" : "") + visible(text.substring(from, index));
    String after = visible(text.substring(index, to)) + (to < text.length() ? "…" : "");
    String caret = " ".repeat(before.codePointCount(0, before.length())) + "^";
    return why + "\n  " + before + after + "\n  " + caret;
  }

  /** A line stays a line, and harmless on a terminal. */
  private static String visible(String text) {
    var shown = new StringBuilder();
    text.codePoints()
        .map(point -> PercentText.isPlain(point) ? point : '\ufffd')
        .forEach(shown::appendCodePoint);
    return shown.toString();
  }
}
