package io.jackfield.cli.config;

import io.jackfield.service.toml.Position;
import java.util.List;

/**
 * A key and what it is to be: numbers and truth values as text, of a list each of them.
 *
 * @param at where the key stands
 */
public record Entry(String key, List<String> values, Position at) {}
