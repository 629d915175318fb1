package io.jackfield.conformance.reactor.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.conformance.e2e.Command;
import io.jackfield.conformance.e2e.Command.Finished;
import io.jackfield.tls.TlsClientConfig;
import io.jackfield.tls.TlsConfigException;
import io.jackfield.tls.TlsIdentity;
import io.jackfield.tls.TlsServerConfig;
import io.jackfield.tls.TlsTrust;
import java.nio.file.Path;

/** A certificate authority in a folder, made by openssl; {@code server} is for localhost. */
final class Authority {
  private final Path folder;

  Authority(Path folder) {
    this.folder = folder;
    openssl("authority", "DNS:authority");
    issue("server", "DNS:localhost,IP:127.0.0.1");
  }

  /** Makes a certificate and its key, anew if they are there. */
  void issue(String name, String alternatives) {
    openssl(name, alternatives, "-CA", certificate("authority"), "-CAkey", key("authority"));
  }

  private void openssl(String name, String alternatives, String... more) {
    Finished made =
        Command.tool("openssl", "req", "-x509", "-newkey", "ec")
            .and("-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2")
            .and("-subj", "/CN=" + name, "-addext", "subjectAltName=" + alternatives)
            .and("-keyout", key(name), "-out", certificate(name))
            .and(more)
            .run();
    assertThat(made.exit()).as(made.err()).isZero();
  }

  String certificate(String name) {
    return folder.resolve(name + ".pem").toString();
  }

  String key(String name) {
    return folder.resolve(name + ".key").toString();
  }

  TlsIdentity identity(String name) {
    return TlsIdentity.pem(Path.of(certificate(name)), Path.of(key(name)));
  }

  TlsTrust trust() {
    return TlsTrust.pem(Path.of(certificate("authority")));
  }

  TlsServerConfig server() throws TlsConfigException {
    return TlsServerConfig.builder(identity("server")).build();
  }

  TlsClientConfig client() throws TlsConfigException {
    return TlsClientConfig.builder().trust(trust()).build();
  }
}
