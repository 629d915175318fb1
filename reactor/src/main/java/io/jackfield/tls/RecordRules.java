package io.jackfield.tls;

import io.jackfield.tls.RecordInput.Malformed;
import io.jackfield.tls.TlsException.Reason;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What a peer may send, as far as the engine does not see to it: so much in a handshake, no new one
 * after it, and nothing but records.
 */
final class RecordRules {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final int handshakeLimitBytes;
  private long handshakeBytes;

  RecordRules(int handshakeLimitBytes) {
    this.handshakeLimitBytes = handshakeLimitBytes;
  }

  /**
   * What is wrong with a record, null if nothing is.
   *
   * @param info null before the handshake is done
   */
  @Nullable TlsException broken(ByteBuffer record, @Nullable TlsInfo info) {
    if (info == null) {
      handshakeBytes += record.remaining();
      return handshakeBytes > handshakeLimitBytes
          ? Failures.own(
              Reason.TOO_LARGE, ": a handshake of more than " + handshakeLimitBytes + " bytes")
          : null;
    }
    // After the handshake, the content types of TLS 1.2 are still in the clear.
    boolean again =
        info.protocol() == TlsProtocol.TLS_1_2
            && record.get(record.position()) == RecordInput.HANDSHAKE;
    return again ? Failures.own(Reason.RENEGOTIATION, "") : null;
  }

  /** Has the engine find the alert for what is no record; it would not look at one so long. */
  static TlsException malformed(LoggedEngine calls, Malformed malformed, boolean handshakeDone) {
    ByteBuffer header = malformed.header();
    if (malformed.tooLarge()) {
      header.putShort(3, (short) 0xffff);
    }
    Reason reason =
        malformed.tooLarge()
            ? Reason.TOO_LARGE
            : handshakeDone ? Reason.BAD_RECORD : Reason.NOT_TLS;
    String detail =
        malformed.tooLarge() ? ": a record of more than " + BufferPool.RECORD_BYTES + " bytes" : "";
    try {
      calls.unwrap(header, NOTHING.duplicate());
      return Failures.own(reason, detail);
    } catch (SSLException e) {
      return new TlsException(
          reason, Failures.sentence(reason) + detail, Failures.of(e).alert(), e);
    }
  }
}
