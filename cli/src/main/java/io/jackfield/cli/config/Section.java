package io.jackfield.cli.config;

import io.jackfield.service.toml.Position;
import java.util.List;
import java.util.Optional;

/**
 * Keys that stand together.
 *
 * @param at where it begins
 */
public record Section(String name, List<Entry> entries, Position at) {
  /** The entry of that key. */
  public Optional<Entry> entry(String key) {
    return entries.stream().filter(entry -> entry.key().equals(key)).findFirst();
  }
}
