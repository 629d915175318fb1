package io.jackfield.service.files;

import java.nio.file.Path;

/**
 * Where received files go, and which are taken.
 *
 * @param folder made when the first file comes
 * @param overwrite whether a file that is there may be replaced
 * @param maxBytes how long one file may be
 */
public record ReceivingSettings(Path folder, boolean overwrite, long maxBytes) {
  /** A tebibyte: what is free on the disk is a limit too, and mostly the lower one. */
  public static final long DEFAULT_MAX_BYTES = 1L << 40;

  /** Checks them. */
  public ReceivingSettings {
    if (maxBytes < 0) {
      throw new IllegalArgumentException("a limit of " + maxBytes + " bytes");
    }
  }

  /** With the defaults: nothing is replaced. */
  public static ReceivingSettings into(Path folder) {
    return new ReceivingSettings(folder, false, DEFAULT_MAX_BYTES);
  }
}
