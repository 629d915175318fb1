package io.jackfield.cli;

import io.jackfield.tls.TlsIdentity;
import io.jackfield.tls.TlsServerConfig;
import io.jackfield.tls.TlsServerConfig.ClientCertificate;
import io.jackfield.tls.TlsTrust;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** As whom TLS is spoken by what listens, and whom it takes. */
final class TlsServerOptions {
  private final TlsIdentityOptions identity = new TlsIdentityOptions();
  private @Nullable Path clientAuthorities;
  private List<String> applicationProtocols = new ArrayList<>();

  /** For a command that has these options. */
  CommandSpec spec() {
    return CommandSpec.create()
        .addMixin("identity", identity.spec())
        .addOption(
            Options.of(Path.class, "--client-ca", "FILE", it -> clientAuthorities = it)
                .description("Take clients only with a certificate of one of these authorities.")
                .build())
        .addOption(
            Options.list("--alpn", "NAME", all -> applicationProtocols = all)
                .splitRegex(",")
                .description("What is spoken inside TLS, where clients ask for it (RFC 7301).")
                .build());
  }

  /**
   * Refuses what cannot be, before anything is opened.
   *
   * @param how TLS is asked for, as it is typed
   */
  void check(boolean isAsked, String how) {
    String given = identity.given();
    if (given == null && clientAuthorities != null) {
      given = "--client-ca";
    }
    if (given == null && !applicationProtocols.isEmpty()) {
      given = "--alpn";
    }
    if (!isAsked && given != null) {
      throw new CommandException(Exit.USAGE, given + " goes with " + how + " alone");
    }
    if (isAsked && identity.given() == null) {
      throw new CommandException(Exit.USAGE, "--tls needs --cert FILE and --key FILE beside it");
    }
    identity.check();
  }

  /**
   * The configuration, null where no TLS is asked for.
   *
   * @throws CommandException if files cannot be used, with a sentence
   */
  @Nullable TlsServerConfig config() {
    try {
      TlsIdentity own = identity.identity();
      if (own == null) {
        return null;
      }
      var builder = TlsServerConfig.builder(own);
      if (clientAuthorities != null) {
        builder.clientCertificate(ClientCertificate.REQUIRED, TlsTrust.pem(clientAuthorities));
      }
      return builder.applicationProtocols(applicationProtocols.toArray(String[]::new)).build();
    } catch (IOException e) {
      throw new CommandException(Exit.CANNOT_LISTEN, "cannot speak TLS: " + Sentences.of(e));
    }
  }
}
