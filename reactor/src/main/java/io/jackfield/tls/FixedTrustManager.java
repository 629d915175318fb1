package io.jackfield.tls;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

/**
 * Trusts everybody, to which only {@link TlsClientConfig.Builder#insecure} leads, or nobody, which
 * is a server's that asks for no certificate.
 */
final class FixedTrustManager extends EngineTrustManager {
  private final boolean trusts;

  FixedTrustManager(boolean trusts) {
    this.trusts = trusts;
  }

  @Override
  void check(X509Certificate[] chain) throws CertificateException {
    if (!trusts) {
      throw new CertificateException("nobody is trusted here");
    }
  }
}
