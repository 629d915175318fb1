package io.jackfield.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whose certificates are accepted. Files are read when a configuration is built, and again at its
 * {@link TlsConfig#reload}. Immutable, any thread.
 */
public final class TlsTrust {
  private static final TlsTrust SYSTEM = new TlsTrust(() -> ofStore(null), Kind.SYSTEM);

  private final Source source;
  final Kind kind;

  /** By what rule certificates are accepted. */
  enum Kind {
    SYSTEM,
    AUTHORITIES,
    PINNED,
    EVERYBODY,
    NOBODY
  }

  @FunctionalInterface
  private interface Source {
    X509ExtendedTrustManager load() throws TlsConfigException, GeneralSecurityException;
  }

  private TlsTrust(Source source, Kind kind) {
    this.source = source;
    this.kind = kind;
  }

  /** Whether a server's certificate must name the host; a pinned one is itself the answer. */
  boolean checksHost() {
    return kind == Kind.SYSTEM || kind == Kind.AUTHORITIES;
  }

  /** The authorities that the JDK comes with, or the system's where it is set up so. */
  public static TlsTrust system() {
    return SYSTEM;
  }

  /** The authorities, or single self-signed certificates, in a PEM file. */
  public static TlsTrust pem(Path bundle) {
    Objects.requireNonNull(bundle);
    return new TlsTrust(() -> ofCertificates(TlsIdentity.certificates(bundle)), Kind.AUTHORITIES);
  }

  /** The certificates in a key store. */
  public static TlsTrust keyStore(KeyStore store) {
    Objects.requireNonNull(store);
    return new TlsTrust(() -> ofStore(store), Kind.AUTHORITIES);
  }

  /**
   * This one certificate of the peer's own and no other, whoever has issued it and whatever host it
   * names, for as long as it is valid.
   */
  public static TlsTrust pinned(X509Certificate certificate) {
    Objects.requireNonNull(certificate);
    return new TlsTrust(() -> new PinnedTrustManager(certificate), Kind.PINNED);
  }

  /** As {@link #pinned(X509Certificate)}: the first certificate in a PEM file. */
  public static TlsTrust pinned(Path file) {
    Objects.requireNonNull(file);
    return new TlsTrust(
        () -> new PinnedTrustManager(TlsIdentity.certificates(file).getFirst()), Kind.PINNED);
  }

  /** The authorities that these are. */
  static TlsTrust authorities(List<X509Certificate> certificates) {
    return new TlsTrust(() -> ofCertificates(certificates), Kind.AUTHORITIES);
  }

  static TlsTrust everybody() {
    return new TlsTrust(() -> new FixedTrustManager(true), Kind.EVERYBODY);
  }

  static TlsTrust nobody() {
    return new TlsTrust(() -> new FixedTrustManager(false), Kind.NOBODY);
  }

  X509ExtendedTrustManager load() throws TlsConfigException {
    try {
      return source.load();
    } catch (GeneralSecurityException e) {
      throw TlsConfigException.inGeneral("the trusted certificates cannot be used: " + e, e);
    }
  }

  private static X509ExtendedTrustManager ofCertificates(List<X509Certificate> certificates)
      throws GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try {
      store.load(null, null);
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
    int number = 0;
    for (X509Certificate each : certificates) {
      store.setCertificateEntry("" + number++, each);
    }
    return ofStore(store);
  }

  private static X509ExtendedTrustManager ofStore(@Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    TrustManager[] all = factory.getTrustManagers();
    return Arrays.stream(all)
        .filter(X509ExtendedTrustManager.class::isInstance)
        .map(X509ExtendedTrustManager.class::cast)
        .findFirst()
        .orElseThrow(() -> new GeneralSecurityException("no PKIX trust manager"));
  }
}
