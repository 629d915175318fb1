package io.jackfield.cli;

import io.jackfield.service.files.ReceivingSettings;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which files are taken from those who send them. */
final class ReceivingOptions {
  @Option(
      names = "--overwrite",
      description = "Replace a file that is there by one of the same name that is sent here.")
  private boolean overwrite;

  @Option(
      names = "--max-size",
      paramLabel = "BYTES",
      defaultValue = "1T",
      converter = Bytes.class,
      description =
          "Take no longer file than this: 500, 10K, 20M, 2G (default: ${DEFAULT-VALUE}, and what"
              + " there is room for).")
  private long maxBytes;

  /** With a folder to receive into. */
  ReceivingSettings into(Path folder) {
    return new ReceivingSettings(folder.toAbsolutePath(), overwrite, maxBytes);
  }
}
