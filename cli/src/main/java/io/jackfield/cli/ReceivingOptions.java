package io.jackfield.cli;

import io.jackfield.service.files.ReceivingSettings;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;

/** Which files are taken from those who send them. */
final class ReceivingOptions {
  private boolean overwrite;
  private long maxBytes;

  /** For a command that has these options. */
  CommandSpec spec() {
    return CommandSpec.create()
        .addOption(
            Options.flag("--overwrite", on -> overwrite = on)
                .description(
                    "Replace a file that is there by one of the same name that is sent here.")
                .build())
        .addOption(
            Options.of(Long.class, "--max-size", "BYTES", it -> maxBytes = it)
                .defaultValue("1T")
                .converters(new Bytes())
                .description(
                    "Take no longer file than this: 500, 10K, 20M, 2G (default: ${DEFAULT-VALUE},"
                        + " and what"
                        + " there is room for).")
                .build());
  }

  /** With a folder to receive into. */
  ReceivingSettings into(Path folder) {
    return new ReceivingSettings(folder.toAbsolutePath(), overwrite, maxBytes);
  }
}
