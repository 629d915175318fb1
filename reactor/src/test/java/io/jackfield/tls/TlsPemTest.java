package io.jackfield.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jackfield.tls.TlsConfigException.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys and certificates as OpenSSL writes them, and all that may be wrong with them. */
final class TlsPemTest {
  private static final String WORD = "open sesame ä";

  @TempDir static Path folder;
  private static Authority authority;

  @BeforeAll
  static void makeCertificates() throws Exception {
    authority = Authority.in(folder);
    authority.issue("rsa", Authority.RSA, "DNS:localhost");
    authority.issue("ec", Authority.EC, "DNS:localhost");
    Files.writeString(folder.resolve("word"), WORD + "\n");
  }

  /** Converts a key by OpenSSL; {@code IN} and {@code OUT} stand for the files. */
  private static TlsIdentity converted(String kind, String command) {
    List<Object> words = new ArrayList<>();
    for (String word : command.split(" ", -1)) {
      words.add(
          switch (word) {
            case "IN" -> kind + ".key";
            case "OUT" -> "converted.key";
            case "WORD" -> "file:word";
            default -> word;
          });
    }
    Tool.run(folder, words.toArray());
    return TlsIdentity.pem(
        folder.resolve(kind + ".pem"), folder.resolve("converted.key"), WORD.toCharArray());
  }

  /** Both sides of a handshake with it. */
  private static void assertUsable(TlsIdentity identity) throws TlsConfigException {
    var server = new End(TlsServerConfig.builder(identity).build().newSession());
    var trusting = TlsClientConfig.builder().trust(authority.trust()).build();
    var client = new End(trusting.newSession("localhost", 1));
    End.handshake(client, server, 10_000);
    assertThat(client.session.isHandshakeDone()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "openssl pkcs8 -topk8 -nocrypt -in IN -out OUT",
        "openssl pkcs8 -topk8 -v2 aes-256-cbc -in IN -out OUT -passout WORD",
        "openssl pkcs8 -topk8 -v2 aes-128-cbc -v2prf hmacWithSHA1 -in IN -out OUT -passout WORD",
        "openssl pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA512 -in IN -out OUT -passout WORD",
        "openssl pkey -traditional -in IN -out OUT",
        "openssl pkey -traditional -aes128 -in IN -out OUT -passout WORD",
        "openssl pkey -traditional -aes256 -in IN -out OUT -passout WORD",
        "openssl pkey -traditional -des3 -in IN -out OUT -passout WORD",
      })
  void keysInEveryFormOfOpensslAreRead(String command) throws Exception {
    assertUsable(converted("rsa", command));
    assertUsable(converted("ec", command));
  }

  @Test
  void theCurveOfAnEcKeyMayStandBeforeIt() throws Exception {
    Tool.run(folder, "openssl", "ecparam", "-name", "prime256v1", "-genkey", "-out", "two.key");
    Tool.run(
        folder, "openssl", "req", "-x509", "-new", "-key", "two.key", "-out", "two.pem", "-subj",
        "/CN=two", "-days", "2");
    assertThat(folder.resolve("two.key")).content().contains("BEGIN EC PARAMETERS");
    assertThat(TlsIdentity.pem(folder.resolve("two.pem"), folder.resolve("two.key")).load())
        .isNotNull();
  }

  @Test
  void anEd25519KeyIsRead() throws Exception {
    Tool.run(folder, "openssl", "genpkey", "-algorithm", "ed25519", "-out", "ed.key");
    Tool.run(
        folder,
        "openssl",
        "req",
        "-x509",
        "-new",
        "-key",
        "ed.key",
        "-out",
        "ed.pem",
        "-subj",
        "/CN=ed",
        "-addext",
        "subjectAltName=DNS:localhost",
        "-days",
        "2");
    TlsIdentity identity = authority.identity("ed");
    var server = new End(TlsServerConfig.builder(identity).build().newSession());
    var trusting =
        TlsClientConfig.builder().trust(TlsTrust.pinned(folder.resolve("ed.pem"))).build();
    var client = new End(trusting.newSession("localhost", 1));
    End.handshake(client, server, 10_000);
    assertThat(client.session.isHandshakeDone()).isTrue();
  }

  @Test
  void oneFileMayHaveItAll() throws Exception {
    Path both = folder.resolve("both.pem");
    Files.writeString(
        both,
        "Some text before.\r\n"
            + Files.readString(folder.resolve("ec.key"))
            + Files.readString(folder.resolve("ec.pem")).replace("\n", "\r\n")
            + Files.readString(folder.resolve("ca.pem")));
    assertThat(TlsIdentity.pem(both, both).load().chain).hasSize(2);
    assertUsable(TlsIdentity.pem(both, both));
  }

  private static TlsConfigException refused(ThrowingCallable call, Problem problem) {
    TlsConfigException refusal = catchThrowableOfType(TlsConfigException.class, call);
    assertThat(refusal).isNotNull();
    assertThat(refusal.problem()).as(refusal.getMessage()).isEqualTo(problem);
    return refusal;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "openssl pkcs8 -topk8 -v2 aes-256-cbc -in IN -out OUT -passout WORD",
        "openssl pkey -traditional -aes128 -in IN -out OUT -passout WORD",
      })
  void aWrongPassphraseIsToldFromNone(String command) {
    converted("rsa", command);
    Path chain = folder.resolve("rsa.pem");
    Path key = folder.resolve("converted.key");
    for (int guess = 0; guess < 300; guess++) { // One in 256 decrypts to good padding.
      char[] word = ("guess " + guess).toCharArray();
      refused(() -> PemKeys.read(key, word), Problem.PASSPHRASE_WRONG);
      if (command.contains("pkcs8") && guess == 5) {
        break; // Each takes its 2,048 rounds.
      }
    }
    assertThat(refused(TlsIdentity.pem(chain, key)::load, Problem.PASSPHRASE_NEEDED))
        .hasMessage(key + ", line 1: the key is encrypted: give its passphrase");
  }

  @Test
  void anEncryptionThatTheJdkDoesNotHaveIsSaidWithAWayOut() {
    TlsIdentity scrypt =
        converted("ec", "openssl pkcs8 -topk8 -scrypt -in IN -out OUT -passout WORD");
    assertThat(refused(scrypt::load, Problem.UNSUPPORTED))
        .hasMessageContaining("convert it: openssl pkcs8 -topk8");
  }

  @Test
  void theKeyOfAnotherCertificateIsRefused() {
    for (String key : List.of("rsa", "ca")) {
      TlsIdentity mixed = TlsIdentity.pem(folder.resolve("ec.pem"), folder.resolve(key + ".key"));
      assertThat(refused(mixed::load, Problem.KEY_MISMATCH)).hasMessageContaining("ec.pem");
    }
  }

  @Test
  void filesThatAreNotWhatTheyShouldBeAreSaidByLine() throws Exception {
    Path file = folder.resolve("broken.pem");
    assertThat(refused(() -> TlsIdentity.certificates(file), Problem.MISSING))
        .hasMessage(file + ": no such file");
    Files.writeString(file, "nothing\n");
    refused(() -> TlsIdentity.certificates(file), Problem.MISSING);
    refused(() -> PemKeys.read(file, null), Problem.MISSING);
    String good = Files.readString(folder.resolve("ec.pem"));
    Files.writeString(file, "text\n" + good.substring(0, good.length() / 2));
    assertThat(refused(() -> TlsIdentity.certificates(file), Problem.MALFORMED))
        .hasMessageContaining("is the file cut off?")
        .satisfies(e -> assertThat(e.line()).isEqualTo(2));
    List<String> lines = new ArrayList<>(good.lines().toList());
    lines.set(3, "**" + lines.get(3));
    Files.write(file, lines);
    assertThat(refused(() -> TlsIdentity.certificates(file), Problem.MALFORMED).line())
        .isEqualTo(4);
    lines.set(3, lines.get(2));
    Files.write(file, lines);
    assertThat(refused(() -> TlsIdentity.certificates(file), Problem.MALFORMED).line())
        .isEqualTo(1);
    Files.writeString(file, good.replace("END CERTIFICATE", "END KEY"));
    refused(() -> TlsIdentity.certificates(file), Problem.MALFORMED);
    Files.writeString(file, "-----END CERTIFICATE-----\n");
    refused(() -> TlsIdentity.certificates(file), Problem.MALFORMED);
  }

  @Test
  void noDamageToAKeyFileIsAnythingButATypedRefusal() throws Exception {
    Path file = folder.resolve("damaged.key");
    for (String command : List.of("-traditional", "-aes128 -passout WORD", "")) {
      converted("ec", ("openssl pkey " + command + " -in IN -out OUT").replace("  ", " "));
      byte[] good = Files.readAllBytes(folder.resolve("converted.key"));
      var random = new java.util.Random(command.length());
      for (int i = 0; i < 300; i++) {
        byte[] bad = good.clone();
        bad[random.nextInt(bad.length)] = (byte) (32 + random.nextInt(90));
        Files.write(file, bad);
        try {
          PemKeys.read(file, WORD.toCharArray());
        } catch (TlsConfigException expected) {
          assertThat(expected).hasMessageStartingWith(file.toString());
        }
      }
    }
  }
}
