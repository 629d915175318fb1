package io.jackfield.tls;

import io.jackfield.tls.TlsException.Reason;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells from the JDK's exceptions why TLS failed. The JDK has types for certificates only; the rest
 * it says in sentences, which are read here and nowhere else. A sentence that a later JDK words
 * differently ends up as {@link Reason#PROTOCOL}, with the sentence in the message.
 */
final class Failures {
  /** {@code (handshake_failure) No negotiable cipher suite}: how the JDK begins since JDK 11. */
  private static final Pattern ALERT = Pattern.compile("^\\((\\w+)\\) (.*)$", Pattern.DOTALL);

  private static final Pattern RECEIVED = Pattern.compile("Received fatal alert: (\\w+)");

  private static final Set<String> NOT_TLS =
      Set.of("Unrecognized SSL message", "Unrecognized record version");

  private static final Set<String> NO_PROTOCOL = Set.of("No appropriate protocol");

  private static final Set<String> NO_CIPHER =
      Set.of(
          "no cipher suites in common",
          "No appropriate cipher suite",
          "No supported CertificateVerify signature algorithm",
          "No supported signature algorithm",
          "No common named group");

  private static final Set<String> NO_CERTIFICATE =
      Set.of("Empty client certificate chain", "Empty server certificate chain", "null cert chain");

  private static final Set<String> OTHER_HOST =
      Set.of("No subject alternative", "No name matching", "Illegal given domain name");

  private static final Set<String> BAD_RECORD =
      Set.of("Tag mismatch", "bad record MAC", "Insufficient buffer", "BadPadding", "Integrity");

  private static final Set<String> TOO_LARGE =
      Set.of("Input record too big", "exceeds the maximum allowed size", "Bad input record size");

  private Failures() {}

  static TlsException of(Throwable thrown) {
    String text = Objects.requireNonNullElse(thrown.getMessage(), thrown.toString());
    Matcher received = RECEIVED.matcher(text);
    if (received.find()) {
      return ofAlert(received.group(1), thrown);
    }
    Matcher parts = ALERT.matcher(text);
    boolean named = parts.matches();
    String alert = named ? parts.group(1) : null;
    String why = named ? parts.group(2) : text;
    CertificateException certificate = find(thrown, CertificateException.class);
    if (certificate != null) {
      return certificate(certificate, alert, thrown);
    }
    Reason reason = reason(alert, why, thrown);
    return new TlsException(reason, sentence(reason) + ": " + why, alert, thrown);
  }

  /** The peer's alert by its number. */
  static TlsException ofAlert(int number, Throwable thrown) {
    return ofAlert(nameOf(number), thrown);
  }

  private static TlsException ofAlert(String alert, Throwable thrown) {
    return new TlsException(
        Reason.PEER_ALERT,
        sentence(Reason.PEER_ALERT) + ": " + alert + meaning(alert),
        alert,
        thrown);
  }

  /** Those of RFC 8446 section 6 that a peer sends before it has keys. */
  private static String nameOf(int alert) {
    return switch (alert) {
      case 10 -> "unexpected_message";
      case 20 -> "bad_record_mac";
      case 22 -> "record_overflow";
      case 40 -> "handshake_failure";
      case 42 -> "bad_certificate";
      case 43 -> "unsupported_certificate";
      case 44 -> "certificate_revoked";
      case 45 -> "certificate_expired";
      case 46 -> "certificate_unknown";
      case 47 -> "illegal_parameter";
      case 48 -> "unknown_ca";
      case 49 -> "access_denied";
      case 50 -> "decode_error";
      case 51 -> "decrypt_error";
      case 70 -> "protocol_version";
      case 71 -> "insufficient_security";
      case 80 -> "internal_error";
      case 109 -> "missing_extension";
      case 110 -> "unsupported_extension";
      case 112 -> "unrecognized_name";
      case 120 -> "no_application_protocol";
      default -> "alert " + alert;
    };
  }

  private static TlsException certificate(
      CertificateException failed, @Nullable String alert, Throwable thrown) {
    Reason reason = certificateReason(failed);
    String detail = deepest(failed);
    return new TlsException(reason, sentence(reason) + ": " + detail, alert, thrown);
  }

  private static Reason certificateReason(CertificateException failed) {
    CertPathValidatorException path = find(failed, CertPathValidatorException.class);
    if (find(failed, CertificateExpiredException.class) != null
        || (path != null && path.getReason() == BasicReason.EXPIRED)) {
      return Reason.CERTIFICATE_EXPIRED;
    }
    if (find(failed, CertificateNotYetValidException.class) != null
        || (path != null && path.getReason() == BasicReason.NOT_YET_VALID)) {
      return Reason.CERTIFICATE_NOT_YET_VALID;
    }
    if (path == null
        && find(failed, CertPathBuilderException.class) == null
        && contains(OTHER_HOST, Objects.requireNonNullElse(failed.getMessage(), ""))) {
      return Reason.WRONG_HOST;
    }
    return Reason.CERTIFICATE_UNTRUSTED;
  }

  private static Reason reason(@Nullable String alert, String why, Throwable thrown) {
    if ("no_application_protocol".equals(alert)) {
      return Reason.NO_COMMON_APPLICATION_PROTOCOL;
    }
    if (contains(NOT_TLS, why)) {
      return Reason.NOT_TLS;
    }
    if ("protocol_version".equals(alert) || contains(NO_PROTOCOL, why)) {
      return Reason.NO_COMMON_PROTOCOL;
    }
    if (contains(NO_CERTIFICATE, why)) {
      return Reason.CERTIFICATE_MISSING;
    }
    if (contains(NO_CIPHER, why)) {
      return Reason.NO_COMMON_CIPHER;
    }
    if (contains(TOO_LARGE, why)) {
      return Reason.TOO_LARGE;
    }
    if ("bad_record_mac".equals(alert)
        || find(thrown, javax.crypto.BadPaddingException.class) != null
        || contains(BAD_RECORD, why)) {
      return Reason.BAD_RECORD;
    }
    return Reason.PROTOCOL;
  }

  /** What this side has found out itself, without the engine; {@code detail} ends the sentence. */
  static TlsException own(Reason reason, String detail) {
    return new TlsException(reason, sentence(reason) + detail, null, null);
  }

  static String sentence(Reason reason) {
    return switch (reason) {
      case CERTIFICATE_UNTRUSTED -> "the peer's certificate is not trusted";
      case CERTIFICATE_EXPIRED -> "the peer's certificate has expired";
      case CERTIFICATE_NOT_YET_VALID -> "the peer's certificate is not valid yet";
      case WRONG_HOST -> "the server's certificate is for another host";
      case CERTIFICATE_MISSING -> "the peer has shown no certificate";
      case NO_COMMON_PROTOCOL -> "no version of TLS in common";
      case NO_COMMON_CIPHER -> "no cipher suite or key exchange in common";
      case NO_COMMON_APPLICATION_PROTOCOL -> "no application protocol in common (ALPN)";
      case PEER_ALERT -> "the peer gave up TLS";
      case NOT_TLS -> "the peer does not speak TLS";
      case ENDED_IN_HANDSHAKE -> "the connection ended during the TLS handshake";
      case TRUNCATED -> "the connection ended without TLS's close_notify";
      case RENEGOTIATION -> "the peer wants to renegotiate, which is refused";
      case TOO_LARGE -> "the peer's TLS bytes are too many";
      case BAD_RECORD -> "a TLS record is damaged";
      case PROTOCOL -> "the peer broke the TLS protocol";
    };
  }

  /** What an alert of the peer's mostly means for the one who reads the message. */
  private static String meaning(String alert) {
    return switch (alert) {
      case "unknown_ca" -> " (it does not trust this side's certificate)";
      case "bad_certificate", "certificate_unknown" -> " (it refuses this side's certificate)";
      case "certificate_expired" -> " (this side's certificate has expired)";
      case "certificate_required" -> " (it wants a client certificate)";
      case "protocol_version" -> " (no version of TLS in common)";
      case "handshake_failure" -> " (mostly no cipher suite in common, or no certificate)";
      case "no_application_protocol" -> " (ALPN: no application protocol in common)";
      case "unrecognized_name" -> " (it serves no host of the name asked for)";
      default -> "";
    };
  }

  private static boolean contains(Set<String> phrases, String text) {
    return phrases.stream().anyMatch(text::contains);
  }

  private static String deepest(Throwable thrown) {
    Throwable deepest = thrown;
    for (Throwable next; (next = deepest.getCause()) != null; ) {
      deepest = next;
    }
    return Objects.requireNonNullElse(deepest.getMessage(), deepest.toString());
  }

  private static <T extends Throwable> @Nullable T find(Throwable thrown, Class<T> type) {
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      if (type.isInstance(each)) {
        return type.cast(each);
      }
    }
    return null;
  }
}
