package io.jackfield.cli;

import io.jackfield.tls.TlsServerConfig;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Where {@code serve} speaks TLS, and as whom. */
final class TlsServingOptions {
  private List<String> addresses = new ArrayList<>();
  private final TlsServerOptions server = new TlsServerOptions();

  /** For a command that has these options. */
  CommandSpec spec() {
    return CommandSpec.create()
        .addOption(
            Options.list("--tls", "HOST:PORT", all -> addresses = all)
                .description("Speak TLS here, with --cert and --key; may be repeated.")
                .build())
        .addMixin("server", server.spec());
  }

  List<String> addresses() {
    return List.copyOf(addresses);
  }

  /** Refuses what cannot be, before anything is opened. */
  void check() {
    server.check(!addresses.isEmpty(), "--tls HOST:PORT");
  }

  /**
   * The configuration, null where no TLS is asked for.
   *
   * @throws CommandException if files cannot be used, with a sentence
   */
  @Nullable TlsServerConfig config() {
    return server.config();
  }
}
