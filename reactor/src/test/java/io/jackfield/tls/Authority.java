package io.jackfield.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A certificate authority in a folder, made with OpenSSL for the tests that run. */
final class Authority {
  static final String EC = "ec:P-256";
  static final String RSA = "rsa:2048";

  final Path folder;

  private Authority(Path folder) {
    this.folder = folder;
  }

  /** Its own certificate is {@code ca.pem}. */
  static Authority in(Path folder) {
    var authority = new Authority(folder);
    authority.key(EC, "ca");
    Tool.run(
        folder,
        "openssl",
        "req",
        "-x509",
        "-new",
        "-key",
        "ca.key",
        "-out",
        "ca.pem",
        "-days",
        "2",
        "-subj",
        "/CN=Authority of " + folder.getFileName());
    return authority;
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  private void key(String kind, String name) {
    if (kind.equals(EC)) {
      Tool.run(
          folder,
          "openssl",
          "genpkey",
          "-algorithm",
          "EC",
          "-pkeyopt",
          "ec_paramgen_curve:P-256",
          "-out",
          name + ".key");
    } else {
      Tool.run(
          folder,
          "openssl",
          "genpkey",
          "-algorithm",
          "RSA",
          "-pkeyopt",
          "rsa_keygen_bits:2048",
          "-out",
          name + ".key");
    }
  }

  /** Makes {@code name.key} and {@code name.pem}. */
  TlsIdentity issue(String name, String kind, String alternatives) {
    return issue(name, kind, alternatives, 2);
  }

  /** As above, valid for {@code days}; negative: expired. */
  TlsIdentity issue(String name, String kind, String alternatives, int days) {
    key(kind, name);
    try {
      Files.writeString(file(name + ".ext"), "subjectAltName=" + alternatives + "\n");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    Tool.run(
        folder,
        "openssl",
        "req",
        "-new",
        "-key",
        name + ".key",
        "-out",
        name + ".csr",
        "-subj",
        "/CN=" + name);
    Tool.run(
        folder,
        "openssl",
        "x509",
        "-req",
        "-in",
        name + ".csr",
        "-CA",
        "ca.pem",
        "-CAkey",
        "ca.key",
        "-CAcreateserial",
        "-days",
        days,
        "-extfile",
        name + ".ext",
        "-out",
        name + ".pem");
    return identity(name);
  }

  TlsIdentity identity(String name) {
    return TlsIdentity.pem(file(name + ".pem"), file(name + ".key"));
  }

  TlsTrust trust() {
    return TlsTrust.pem(file("ca.pem"));
  }
}
