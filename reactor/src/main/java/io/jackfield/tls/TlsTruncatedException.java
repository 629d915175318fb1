package io.jackfield.tls;

/**
 * The connection ended without {@code close_notify}: what arrived is authentic, but an attacker, or
 * a crash, may have cut off the rest (RFC 8446 section 6.1).
 */
public final class TlsTruncatedException extends TlsException {
  private static final long serialVersionUID = 1L;

  TlsTruncatedException() {
    super(
        Reason.TRUNCATED,
        "the connection ended without TLS's close_notify: something may be missing at the end",
        null,
        null);
  }
}
