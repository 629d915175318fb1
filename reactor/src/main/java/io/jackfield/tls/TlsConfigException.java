package io.jackfield.tls;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A certificate, key or setting cannot be used; the message names the file, the line, the way out.
 */
public final class TlsConfigException extends IOException {
  private static final long serialVersionUID = 1L;

  private final Problem problem;
  private final transient @Nullable Path file;
  private final int line;

  TlsConfigException(
      Problem problem, @Nullable Path file, int line, String message, @Nullable Throwable cause) {
    super(place(file, line) + message, cause);
    this.problem = problem;
    this.file = file;
    this.line = line;
  }

  static TlsConfigException inGeneral(String message, Throwable cause) {
    return new TlsConfigException(Problem.UNSUPPORTED, null, 0, message, cause);
  }

  private static String place(@Nullable Path file, int line) {
    if (file == null) {
      return "";
    }
    return line > 0 ? file + ", line " + line + ": " : file + ": ";
  }

  /** What is wrong. */
  public Problem problem() {
    return problem;
  }

  /** The file it is in, null if it is in none. */
  public @Nullable Path file() {
    return file;
  }

  /** The line, counted from 1; 0 where it is about the whole file. */
  public int line() {
    return line;
  }

  /** The kinds of what can be wrong. */
  public enum Problem {
    /** The file cannot be read, or has no block of the kind that is needed. */
    MISSING,
    /** The file is not what PEM and DER ask for. */
    MALFORMED,
    /** It may be right, but is not understood here. */
    UNSUPPORTED,
    /** The key is encrypted, and no passphrase was given. */
    PASSPHRASE_NEEDED,
    /** The key is encrypted with another passphrase. */
    PASSPHRASE_WRONG,
    /** The private key does not belong to the certificate. */
    KEY_MISMATCH
  }
}
