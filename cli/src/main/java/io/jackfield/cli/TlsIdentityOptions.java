package io.jackfield.cli;

import io.jackfield.tls.TlsIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** A certificate and its key; {@code serve} and {@code connect} have these in common. */
final class TlsIdentityOptions {
  /** Where the passphrase is if no file is said. */
  static final String PASSPHRASE_VARIABLE = "JACKFIELD_KEY_PASSWORD";

  private @Nullable Path certificate;
  private @Nullable Path key;
  private @Nullable Path passphraseFile;

  /** For a command that has these options. */
  CommandSpec spec() {
    return CommandSpec.create()
        .addOption(
            Options.of(Path.class, "--cert", "FILE", it -> certificate = it)
                .description("Our certificate and those that lead to its authority, as PEM.")
                .build())
        .addOption(
            Options.of(Path.class, "--key", "FILE", it -> key = it)
                .description("Its private key, as PEM.")
                .build())
        .addOption(
            Options.of(Path.class, "--key-password-file", "FILE", it -> passphraseFile = it)
                .description(
                    "The first line of this file opens an encrypted key (else the variable "
                        + PASSPHRASE_VARIABLE
                        + " does).")
                .build());
  }

  /** The first of these options that was given, null if none was. */
  @Nullable String given() {
    if (certificate != null) {
      return "--cert";
    }
    if (key != null) {
      return "--key";
    }
    return passphraseFile == null ? null : "--key-password-file";
  }

  /**
   * Refuses one part without the other.
   *
   * @throws CommandException of wrong usage
   */
  void check() {
    String first = given();
    if (first != null && (certificate == null || key == null)) {
      String missing = certificate == null ? "--cert FILE" : "--key FILE";
      throw new CommandException(Exit.USAGE, first + " needs " + missing + " beside it");
    }
  }

  /**
   * What was said, null if nothing was.
   *
   * @throws IOException if the file with the passphrase cannot be read
   */
  @Nullable TlsIdentity identity() throws IOException {
    if (certificate == null || key == null) {
      return null;
    }
    char[] passphrase = passphrase();
    return passphrase == null
        ? TlsIdentity.pem(certificate, key)
        : TlsIdentity.pem(certificate, key, passphrase);
  }

  private char @Nullable [] passphrase() throws IOException {
    if (passphraseFile == null) {
      String said = System.getenv(PASSPHRASE_VARIABLE);
      return said == null ? null : said.toCharArray();
    }
    CharBuffer text;
    try {
      text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(Files.readAllBytes(passphraseFile)));
    } catch (NoSuchFileException e) {
      throw new IOException(passphraseFile + ": no such file; it is to hold the passphrase", e);
    } catch (IOException e) {
      throw new IOException(passphraseFile + ": cannot be read: " + e.getMessage(), e);
    }
    int end = 0;
    while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
      end++;
    }
    char[] line = new char[end];
    text.get(line);
    return line;
  }
}
