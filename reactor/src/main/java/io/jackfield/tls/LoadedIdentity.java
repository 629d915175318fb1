package io.jackfield.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A private key, its chain, and the host names it is good for. */
final class LoadedIdentity {
  private static final int DNS_NAME = 2;
  private static final Pattern COMMON_NAME = Pattern.compile("(?:^|,)CN=([^,+]+)");

  final PrivateKey key;
  final List<X509Certificate> chain;
  private final List<String> names;

  LoadedIdentity(PrivateKey key, List<X509Certificate> chain) {
    this.key = key;
    this.chain = List.copyOf(chain);
    names = names(chain.getFirst());
  }

  /** Whether the certificate's public key opens what this key has signed. */
  boolean keyBelongs() throws GeneralSecurityException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          case "EdDSA" -> "EdDSA";
          default -> null;
        };
    if (algorithm == null) {
      return true; // RSASSA-PSS with parameters of its own: a handshake will tell.
    }
    if (!sameKind(chain.getFirst().getPublicKey().getAlgorithm())) {
      return false;
    }
    byte[] text = {1, 2, 3, 4};
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(text);
    byte[] signed = signature.sign();
    signature.initVerify(chain.getFirst().getPublicKey());
    signature.update(text);
    return signature.verify(signed);
  }

  private boolean sameKind(String publicAlgorithm) {
    return publicAlgorithm.equals(key.getAlgorithm());
  }

  boolean isFor(String host) {
    return names.contains(host.toLowerCase(Locale.ROOT));
  }

  /** One whole label in place of the star, no more (RFC 9525 section 6.3). */
  boolean isForByWildcard(String host) {
    int dot = host.indexOf('.');
    return dot > 0 && names.contains("*" + host.substring(dot).toLowerCase(Locale.ROOT));
  }

  private static List<String> names(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    try {
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives != null) {
        for (List<?> each : alternatives) {
          if (each.get(0).equals(DNS_NAME)) {
            names.add(each.get(1).toString().toLowerCase(Locale.ROOT));
          }
        }
      }
    } catch (CertificateParsingException e) {
      // Then it is for no name, and only ever the default.
    }
    Matcher common = COMMON_NAME.matcher(certificate.getSubjectX500Principal().getName());
    if (names.isEmpty() && common.find()) {
      names.add(common.group(1).toLowerCase(Locale.ROOT));
    }
    return names;
  }
}
