package io.jackfield.tls;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

/** Trusts one certificate while it is valid. */
final class PinnedTrustManager extends EngineTrustManager {
  private final X509Certificate pinned;

  PinnedTrustManager(X509Certificate pinned) {
    this.pinned = pinned;
  }

  X509Certificate pinned() {
    return pinned;
  }

  @Override
  void check(X509Certificate[] chain) throws CertificateException {
    if (chain.length == 0 || !chain[0].equals(pinned)) {
      throw new CertificateException("not the certificate that is pinned");
    }
    chain[0].checkValidity();
  }
}
