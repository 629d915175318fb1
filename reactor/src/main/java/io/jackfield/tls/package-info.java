/**
 * TLS 1.2 and 1.3 over anything that carries bytes.
 *
 * <p>Start with {@link io.jackfield.tls.TlsServerConfig} and {@link
 * io.jackfield.tls.TlsClientConfig}, which make sessions. A {@link io.jackfield.tls.TlsSession}
 * does no input and output of its own; {@link io.jackfield.tls.TlsStream} puts one under a blocking
 * stream; a transport of a loop drives one as follows.
 *
 * <h2>How a transport's filter drives a session</h2>
 *
 * <p>The filter stands between a transport below and a protocol above. It owns the session, calls
 * it on the loop's thread only, and is its {@link io.jackfield.tls.TlsSink}:
 *
 * <pre>{@code
 * cipherToSend(b)     → below.write(b)           // copies what the kernel does not take at once
 * plainReceived(b)    → above.dataReceived(b)    // the view is valid during the call
 * handshakeDone(info) → cancel the deadline; above.connectionMade()
 * peerClosed()        → above.inputEnded(); with TLS 1.2 no more can be written from here on
 * }</pre>
 *
 * <p>and its calls are these:
 *
 * <pre>{@code
 * connectionMade       → set a deadline for the handshake; session.start(this); afterCall()
 * dataReceived(b)      → session.feed(b, this); afterCall()
 * inputEnded           → session.endOfInput()
 * above writes b       → session.send(b, this)
 * above half-closes    → session.closeOutbound(this)
 * above closes         → session.closeOutbound(this); below.closeAfterFlush()
 * above aborts         → below.abort()           // the session needs no farewell
 * afterCall()          → if (session.needsTask() && !running) {
 *                          running = true; below.pauseReading();
 *                          Runnable task = session.takeTask();
 *                          pool.execute(() -> { task.run(); loop.post(this::taskDone); });
 *                        }
 * taskDone             → running = false; session.taskDone(this); afterCall();
 *                        if (!running) below.resumeReading();
 * any TlsException e   → below.closeAfterFlush(); above.connectionLost(e)
 * }</pre>
 *
 * <ul>
 *   <li>The alert has gone to {@code cipherToSend} before the exception is thrown, so closing after
 *       the flush delivers it. An exception is thrown once; what is fed later is dropped.
 *   <li>{@code send} is possible from {@code handshakeDone} on. What is written above before that
 *       is the filter's to keep, or to refuse.
 *   <li>Callbacks but {@code cipherToSend} may call {@code send} and {@code closeOutbound}. After
 *       each call the filter looks whether it still exists: a callback may have aborted it.
 *   <li>While a task runs the session may be dropped: the task then ends into nothing. Until it is
 *       done, {@code feed} only stores, up to 128 KiB, and {@code closeOutbound} is remembered;
 *       {@code isInboundClosed} and the like stay as they were.
 *   <li>A <em>writable</em> buffer is decrypted in place and saves a copy of each record; a
 *       read-only view is copied from.
 *   <li>{@code endOfInput} throws {@link io.jackfield.tls.TlsTruncatedException} where the peer has
 *       not said {@code close_notify}. Only the input is over then: what is above may still write.
 *   <li>Back-pressure: bytes in and out are about as many as those that go through. A filter that
 *       stops reading below stops all; {@code send} gives all of its output at once, so large
 *       writes are cut by whoever watches the watermarks.
 *   <li>STARTTLS: both sides finish their plain conversation, then the filter is put in and {@code
 *       start} called. What has arrived after the last plain line belongs to {@code feed}; a server
 *       throws away what came in the same chunk as the command (RFC 3207 section 4.2;
 *       CVE-2011-0411).
 * </ul>
 */
@NullMarked
package io.jackfield.tls;

import org.jspecify.annotations.NullMarked;
