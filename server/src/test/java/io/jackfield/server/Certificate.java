package io.jackfield.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.tls.TlsIdentity;
import io.jackfield.tls.TlsServerConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** One for {@code localhost}, signed by itself, made by OpenSSL in a folder. */
record Certificate(Path folder) {
  static Certificate in(Path folder) throws IOException, InterruptedException {
    String arguments =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1"
            + " -subj /CN=localhost -addext subjectAltName=DNS:localhost -keyout key.pem"
            + " -out cert.pem";
    Process openssl =
        new ProcessBuilder(arguments.split(" ", -1))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    assertThat(openssl.waitFor()).as(said).isZero();
    return new Certificate(folder);
  }

  Path chain() {
    return folder.resolve("cert.pem");
  }

  TlsServerConfig server() throws IOException {
    return TlsServerConfig.builder(TlsIdentity.pem(chain(), folder.resolve("key.pem"))).build();
  }
}
