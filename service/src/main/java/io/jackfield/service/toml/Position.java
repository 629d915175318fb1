package io.jackfield.service.toml;

/** A place in a file, both numbers from 1 on. */
public record Position(int line, int column) {}
