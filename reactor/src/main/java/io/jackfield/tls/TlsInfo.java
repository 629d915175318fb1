package io.jackfield.tls;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * What a handshake agreed on.
 *
 * @param cipherSuite its name in IANA's registry, as {@code TLS_AES_128_GCM_SHA256}
 * @param applicationProtocol what ALPN chose (RFC 7301), null if nothing
 * @param serverName the host that the client asked for (SNI, RFC 6066 section 3), null if none
 * @param peerCertificates the peer's chain, its own certificate first; empty if it showed none
 * @param localCertificates the chain this side showed; empty if none
 */
public record TlsInfo(
    TlsProtocol protocol,
    String cipherSuite,
    @Nullable String applicationProtocol,
    @Nullable String serverName,
    List<X509Certificate> peerCertificates,
    List<X509Certificate> localCertificates) {
  /** Copies the lists. */
  public TlsInfo {
    peerCertificates = List.copyOf(peerCertificates);
    localCertificates = List.copyOf(localCertificates);
  }

  static TlsInfo of(SSLEngine engine) {
    SSLSession session = engine.getSession();
    String alpn = engine.getApplicationProtocol();
    return new TlsInfo(
        TlsProtocol.of(session.getProtocol()),
        session.getCipherSuite(),
        alpn == null || alpn.isEmpty() ? null : alpn,
        serverName(session),
        peerCertificates(session),
        x509(session.getLocalCertificates()));
  }

  private static @Nullable String serverName(SSLSession session) {
    return session instanceof ExtendedSSLSession extended
        ? extended.getRequestedServerNames().stream()
            .filter(SNIHostName.class::isInstance)
            .map(name -> ((SNIHostName) name).getAsciiName())
            .findFirst()
            .orElse(null)
        : null;
  }

  private static List<X509Certificate> peerCertificates(SSLSession session) {
    try {
      return x509(session.getPeerCertificates());
    } catch (SSLPeerUnverifiedException e) {
      return List.of();
    }
  }

  private static List<X509Certificate> x509(java.security.cert.Certificate @Nullable [] chain) {
    List<X509Certificate> all = new ArrayList<>();
    if (chain != null) {
      Arrays.stream(chain).forEach(certificate -> all.add((X509Certificate) certificate));
    }
    return all;
  }
}
