package io.jackfield.service.files;

import io.jackfield.protocol.files.FilesProtocolException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** Failures of a receiver in words for its sender, without the names of its folders. */
final class DiskWords {
  private DiskWords() {}

  static String of(Throwable failure) {
    return switch (failure) {
      case CompletionException wrapped when wrapped.getCause() != null -> of(wrapped.getCause());
      case FilesProtocolException refused -> Objects.requireNonNullElse(refused.getMessage(), "no");
      case AccessDeniedException _ -> "the receiver may not write there";
      case InvalidPathException _ -> "the receiver's system has no such names";
      case FileSystemException disk -> reason(disk.getReason());
      case IOException disk -> reason(disk.getMessage());
      case RejectedExecutionException _ -> "the receiver has too much to do, or stops";
      default -> "the receiver failed";
    };
  }

  private static String reason(@Nullable String said) {
    String why = Objects.requireNonNullElse(said, "it does not say why");
    return why.contains("No space left")
        ? "no room: the receiver's disk is full"
        : "the receiver cannot write it: " + why;
  }
}
