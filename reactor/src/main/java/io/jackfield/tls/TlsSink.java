package io.jackfield.tls;

import java.nio.ByteBuffer;

/**
 * Takes what a {@link TlsSession} has to say, on the thread that called the session and before that
 * call returns. The order of the calls is the order of the events.
 *
 * <p>A buffer is a read-only view that is valid during the call only: what is not used up by then
 * must be copied. {@link #plainReceived}, {@link #handshakeDone} and {@link #peerClosed} may call
 * {@link TlsSession#send} and {@link TlsSession#closeOutbound}; {@link #cipherToSend} must not call
 * the session at all.
 */
public interface TlsSink {
  /** Bytes for the peer, to be sent as they are, after all earlier ones. */
  void cipherToSend(ByteBuffer cipher);

  /** Bytes from the peer, decrypted and authentic; at least one, at most 16,384. */
  void plainReceived(ByteBuffer plain);

  /**
   * The handshake is done, {@link TlsSession#send} is possible from now on. Called once at most.
   */
  default void handshakeDone(TlsInfo info) {}

  /**
   * The peer will send no more ({@code close_notify}). Called once at most. With TLS 1.3 this side
   * may go on sending; with TLS 1.2 it is closed too (RFC 8446 section 6.1, RFC 5246 section
   * 7.2.1): {@link TlsSession#isOutboundClosed} tells.
   */
  default void peerClosed() {}
}
