package io.jackfield.conformance.e2e;

import io.jackfield.conformance.e2e.Command.Finished;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A certificate authority in a folder of its own, made with OpenSSL; {@code ca.pem} is its own. */
final class Authority {
  private final Path folder;

  private Authority(Path folder) {
    this.folder = folder;
  }

  /** A new one. */
  static Authority make() {
    try {
      var made = new Authority(Files.createTempDirectory("jackfield-authority"));
      made.folder.toFile().deleteOnExit();
      made.openssl(
          "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
              + " -keyout ca.key -out ca.pem -subj /CN=authority");
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes {@code NAME.pem} and {@code NAME.key}, for localhost and 127.0.0.1. */
  Authority issue(String name) {
    write(name + ".ext", "subjectAltName=DNS:localhost,IP:127.0.0.1\n");
    openssl(
        "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout NAME.key -out NAME.csr"
                .replace("NAME", name)
            + " -subj /CN="
            + name);
    openssl(
        ("x509 -req -in NAME.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -out NAME.pem"
                + " -extfile NAME.ext")
            .replace("NAME", name));
    return this;
  }

  /** Makes {@code NAME.locked}: the key of that name, which the passphrase opens. */
  Authority lock(String name, String passphrase) {
    openssl(
        "pkey -aes256 -passout pass:"
            + passphrase
            + " -in NAME.key -out NAME.locked".replace("NAME", name));
    return this;
  }

  private void openssl(String arguments) {
    Finished finished =
        Command.tool("env", "-C", folder.toString(), "openssl").and(arguments.split(" ", -1)).run();
    if (finished.exit() != 0) {
      throw new AssertionError(finished.err());
    }
    try (var files = Files.list(folder)) {
      files.forEach(file -> file.toFile().deleteOnExit());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One of its files. */
  String file(String name) {
    return folder.resolve(name).toString();
  }

  /** Writes one of its files. */
  void write(String name, String text) {
    try {
      Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Has one file say what another says. */
  void copy(String from, String to) {
    try {
      write(to, Files.readString(folder.resolve(from)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What {@code serve} needs to speak TLS as {@code name}, on any port. */
  String[] serving(String name) {
    return new String[] {
      "--tls", "127.0.0.1:0", "--cert", file(name + ".pem"), "--key", file(name + ".key")
    };
  }

  /** Options of socat, with which it serves TLS and asks clients for nothing. */
  String forSocat(String name) {
    return ",verify=0,cert=" + file(name + ".pem") + ",key=" + file(name + ".key");
  }
}
