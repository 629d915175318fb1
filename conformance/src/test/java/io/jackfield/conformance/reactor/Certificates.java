package io.jackfield.conformance.reactor;

import io.jackfield.tls.TlsClientConfig;
import io.jackfield.tls.TlsIdentity;
import io.jackfield.tls.TlsServerConfig;
import io.jackfield.tls.TlsTrust;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A certificate for localhost, made by openssl when first needed, and who trusts it. */
final class Certificates {
  private record Pair(TlsServerConfig server, TlsClientConfig client) {}

  private static final Pair MADE = make();

  private Certificates() {}

  static TlsServerConfig server() {
    return MADE.server;
  }

  static TlsClientConfig client() {
    return MADE.client;
  }

  private static Pair make() {
    try {
      Path folder = Files.createTempDirectory("jackfield-tls");
      Path key = folder.resolve("key.pem");
      Path certificate = folder.resolve("certificate.pem");
      Process openssl =
          new ProcessBuilder(
                  "openssl",
                  "req",
                  "-x509",
                  "-newkey",
                  "ec",
                  "-pkeyopt",
                  "ec_paramgen_curve:P-256",
                  "-nodes",
                  "-days",
                  "1",
                  "-subj",
                  "/CN=localhost",
                  "-addext",
                  "subjectAltName=DNS:localhost",
                  "-keyout",
                  key.toString(),
                  "-out",
                  certificate.toString())
              .redirectErrorStream(true)
              .start();
      String said =
          new String(
              openssl.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      if (openssl.waitFor() != 0) {
        throw new IOException("openssl: " + said);
      }
      TlsIdentity identity = TlsIdentity.pem(certificate, key);
      return new Pair(
          TlsServerConfig.builder(identity).build(),
          TlsClientConfig.builder().trust(TlsTrust.pem(certificate)).build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
