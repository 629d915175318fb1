package io.jackfield.tls;

import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * TLS with this peer is over, or never began, for a {@linkplain #reason() reason}. The message is a
 * sentence for people; the cause, where there is one, is the JDK's own exception.
 */
public sealed class TlsException extends SSLException permits TlsTruncatedException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final @Nullable String alert;

  TlsException(Reason reason, String message, @Nullable String alert, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.alert = alert;
  }

  /** Why. */
  public final Reason reason() {
    return reason;
  }

  /**
   * The alert that told of it, by its name in RFC 8446 section 6, as {@code handshake_failure}: the
   * peer's where the reason is {@link Reason#PEER_ALERT}, else the one this side has sent. Null
   * where there was none.
   */
  public final @Nullable String alert() {
    return alert;
  }

  /** Why TLS failed. */
  public enum Reason {
    /** No chain leads from the peer's certificate to one that is trusted here. */
    CERTIFICATE_UNTRUSTED,
    /** A certificate of the peer's chain has expired. */
    CERTIFICATE_EXPIRED,
    /** A certificate of the peer's chain is not valid yet: mostly a wrong clock. */
    CERTIFICATE_NOT_YET_VALID,
    /** The server's certificate is for another host than the one asked for (RFC 9525). */
    WRONG_HOST,
    /** The client had to show a certificate and has not. */
    CERTIFICATE_MISSING,
    /** The two sides have no version of TLS in common. */
    NO_COMMON_PROTOCOL,
    /**
     * No cipher suite, key exchange group or signature scheme in common, given the certificates.
     */
    NO_COMMON_CIPHER,
    /** ALPN: both sides named application protocols, and not one of them is the same. */
    NO_COMMON_APPLICATION_PROTOCOL,
    /** The peer gave up and said why: {@link TlsException#alert()}. */
    PEER_ALERT,
    /** The peer does not speak TLS: plain text on a TLS port, or the other way round. */
    NOT_TLS,
    /** The connection ended before the handshake did. */
    ENDED_IN_HANDSHAKE,
    /** The connection ended without {@code close_notify}. */
    TRUNCATED,
    /** The peer wanted to renegotiate, which TLS 1.3 does not have and TLS 1.2 had better not. */
    RENEGOTIATION,
    /** A record, or the handshake as a whole, is larger than allowed. */
    TOO_LARGE,
    /** Bytes were changed on the way, or the peer encrypts with another key. */
    BAD_RECORD,
    /** The peer broke the protocol in another way. */
    PROTOCOL
  }
}
