package io.jackfield.tls;

import io.jackfield.tls.Pem.Block;
import io.jackfield.tls.TlsConfigException.Problem;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a certificate chain and its private key come from. They are read when a configuration is
 * built, and again at its {@link TlsConfig#reload}. Immutable, any thread.
 */
public final class TlsIdentity {
  private final Source source;

  @FunctionalInterface
  private interface Source {
    LoadedIdentity load() throws TlsConfigException, GeneralSecurityException;
  }

  private TlsIdentity(Source source) {
    this.source = source;
  }

  /** Two PEM files, or twice the same; the key is not encrypted. */
  public static TlsIdentity pem(Path chain, Path key) {
    return pemFiles(chain, key, null);
  }

  /**
   * Two PEM files, or twice the same.
   *
   * @param chain the certificate first, then those that lead from it to a root
   * @param key its private key: PKCS#8, PKCS#1 or SEC 1, encrypted or not
   * @param passphrase opens the key; copied, and kept for a reload
   */
  public static TlsIdentity pem(Path chain, Path key, char[] passphrase) {
    return pemFiles(chain, key, passphrase.clone());
  }

  /** A key and its chain as they are; a reload changes nothing. */
  static TlsIdentity of(LoadedIdentity loaded) {
    return new TlsIdentity(() -> loaded);
  }

  /** An entry of a key store, which is asked again at a reload. */
  public static TlsIdentity keyStore(KeyStore store, String alias, char[] password) {
    char[] copy = password.clone();
    return new TlsIdentity(() -> ofStore(store, alias, copy));
  }

  private static TlsIdentity pemFiles(Path chain, Path key, char @Nullable [] passphrase) {
    Objects.requireNonNull(chain);
    Objects.requireNonNull(key);
    return new TlsIdentity(() -> {
      List<X509Certificate> certificates = certificates(chain);
      PrivateKey loaded = PemKeys.read(key, passphrase);
      var identity = new LoadedIdentity(loaded, certificates);
      if (!identity.keyBelongs()) {
        throw new TlsConfigException(
            Problem.KEY_MISMATCH,
            key,
            0,
            "not the key of the first certificate in "
                + chain
                + " ("
                + certificates.getFirst().getSubjectX500Principal()
                + ")",
            null);
      }
      return identity;
    });
  }

  private static LoadedIdentity ofStore(KeyStore store, String alias, char[] password)
      throws TlsConfigException, GeneralSecurityException {
    Key key = store.getKey(alias, password);
    java.security.cert.Certificate[] chain = store.getCertificateChain(alias);
    if (!(key instanceof PrivateKey privateKey) || chain == null) {
      throw new TlsConfigException(
          Problem.MISSING, null, 0, "the key store has no private key named " + alias, null);
    }
    return new LoadedIdentity(
        privateKey, Arrays.stream(chain).map(each -> (X509Certificate) each).toList());
  }

  LoadedIdentity load() throws TlsConfigException {
    try {
      return source.load();
    } catch (GeneralSecurityException e) {
      throw TlsConfigException.inGeneral("the certificate or key cannot be used: " + e, e);
    }
  }

  /** All certificates of a PEM file, at least one. */
  static List<X509Certificate> certificates(Path file) throws TlsConfigException {
    List<X509Certificate> all = new ArrayList<>();
    for (Block block : Pem.read(file)) {
      if (block.type().equals("CERTIFICATE") || block.type().equals("X509 CERTIFICATE")) {
        all.add(certificate(block));
      } else if (block.type().equals("TRUSTED CERTIFICATE")) {
        throw block.problem(
            Problem.UNSUPPORTED,
            "OpenSSL's own form; convert it: openssl x509 -in OLD -out NEW",
            null);
      }
    }
    if (all.isEmpty()) {
      throw new TlsConfigException(
          Problem.MISSING, file, 0, "no certificate in it (-----BEGIN CERTIFICATE-----)", null);
    }
    return all;
  }

  private static X509Certificate certificate(Block block) throws TlsConfigException {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(block.der()));
    } catch (CertificateException e) {
      throw block.problem(Problem.MALFORMED, "not an X.509 certificate: " + e.getMessage(), e);
    }
  }
}
