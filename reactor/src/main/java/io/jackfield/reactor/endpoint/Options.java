package io.jackfield.reactor.endpoint;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What follows an endpoint's question mark: {@code ?backlog=128&reuse-port}. What the keys mean is
 * for the one who opens it: see {@link Endpoints}.
 *
 * @param values by key; unchangeable, in the keys' order, an empty value for a key that stands
 *     alone
 */
public record Options(SortedMap<String, String> values) {
  /** No options. */
  public static final Options NONE = new Options(Collections.emptySortedMap());

  static final String KEY_RULE =
      "an option is a lower-case word, as in ?reuse-port or ?backlog=128";

  /** Throws {@link IllegalArgumentException} for a key or a value that cannot be written. */
  public Options {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    values.forEach((key, value) -> {
      if (!isKey(key)) {
        throw new IllegalArgumentException("'" + key + "': " + KEY_RULE);
      }
      PercentText.requireText(value);
    });
  }

  /** Those of a map. Throws as the constructor. */
  public static Options of(Map<String, String> values) {
    return values.isEmpty() ? NONE : new Options(new TreeMap<>(values));
  }

  static boolean isKey(String text) {
    return text.matches("[a-z][a-z0-9-]*");
  }

  /** With its question mark; empty where there are none. */
  @Override
  public String toString() {
    if (values.isEmpty()) {
      return "";
    }
    return values.entrySet().stream().map(Options::write).collect(Collectors.joining("&", "?", ""));
  }

  static String write(Map.Entry<String, String> option) {
    return option.getValue().isEmpty()
        ? option.getKey()
        : option.getKey() + "=" + PercentText.encode(option.getValue(), "&");
  }
}
