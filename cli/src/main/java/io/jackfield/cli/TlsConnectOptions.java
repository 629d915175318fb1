package io.jackfield.cli;

import io.jackfield.tls.TlsClientConfig;
import io.jackfield.tls.TlsIdentity;
import io.jackfield.tls.TlsTrust;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whom a client trusts, and who it is itself. */
final class TlsConnectOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--tls",
      description = "Speak TLS with that host and port; the certificate is verified.")
  private boolean tls;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "Trust these authorities instead of the system's.")
  private @Nullable Path authorities;

  @Option(names = "--insecure", description = "Take any certificate: for tests.")
  private boolean insecure;

  @Option(
      names = "--server-name",
      paramLabel = "NAME",
      description = "The certificate must be for NAME instead of HOST; sent by SNI.")
  private @Nullable String serverName;

  private final TlsIdentityOptions identity = new TlsIdentityOptions();

  @SuppressWarnings("UnusedVariable") // Picocli looks at it.
  @Mixin
  private final CommandSpec identitySpec = identity.spec();

  @Option(
      names = "--alpn",
      paramLabel = "NAME",
      split = ",",
      description = "What is to be spoken inside TLS (RFC 7301).")
  private List<String> applicationProtocols = new ArrayList<>();

  boolean isTls() {
    return tls;
  }

  /** Refuses what cannot be, before anything is connected. */
  void check(boolean isSecure) {
    String given = given();
    if (!isSecure && given != null) {
      throw new CommandException(
          Exit.USAGE,
          given + " goes with TLS alone: --tls HOST PORT, tls://HOST:PORT, gophers://HOST");
    }
    if (insecure && authorities != null) {
      throw new CommandException(Exit.USAGE, "--ca and --insecure exclude each other");
    }
    identity.check();
  }

  private @Nullable String given() {
    if (trusting() != null) {
      return trusting();
    }
    if (serverName != null) {
      return "--server-name";
    }
    return applicationProtocols.isEmpty() ? identity.given() : "--alpn";
  }

  /** For whom the certificate must be; null for the host that is connected to. */
  @Nullable String serverName() {
    return serverName;
  }

  /** The first option that says whom to trust, null if none does. */
  @Nullable String trusting() {
    if (authorities != null) {
      return "--ca";
    }
    return insecure ? "--insecure" : null;
  }

  /**
   * The configuration; says so where nothing is verified.
   *
   * @throws IOException if a file cannot be used
   */
  TlsClientConfig config() throws IOException {
    var builder = TlsClientConfig.builder();
    if (authorities != null) {
      builder.trust(TlsTrust.pem(authorities));
    }
    if (insecure) {
      builder.insecure();
      System.err.println(
          command.qualifiedName()
              + ": --insecure: nobody checks who the server is; whoever sits on the way"
              + " can read and change all");
    }
    TlsIdentity own = identity.identity();
    if (own != null) {
      builder.identity(own);
    }
    return builder.applicationProtocols(applicationProtocols.toArray(String[]::new)).build();
  }
}
