package io.jackfield.service.toml;

/** A mistake in a file, and what to do about it, in a sentence. */
public record Problem(Position at, String sentence) {}
