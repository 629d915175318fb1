/**
 * Files over a stream: name, size, content, each answered {@code OK}; and a second form for peers
 * that offer it, with resuming, a digest and folders. {@link
 * io.jackfield.protocol.files.ReceiverCodec} and {@link io.jackfield.protocol.files.SenderCodec}
 * are the two sides; no socket, no file, no clock.
 *
 * <p><b>The plain form</b>, byte for byte; {@code >} is the sender's, {@code <} the receiver's:
 *
 * <pre>
 * &gt; NAME LF             UTF-8, 1 to 255 bytes
 * &lt; OK LF
 * &gt; SIZE LF             decimal, 0 to 2^63 - 1
 * &lt; OK LF
 * &gt; SIZE bytes
 * &lt; OK LF
 * </pre>
 *
 * and so on with the next name, or the end. A refusal is {@code ERROR why LF}, at any point, and
 * closes.
 *
 * <p><b>The offer.</b> Of a client that ends its half without having said a byte, a receiver that
 * has the second form takes leave with {@code jackfield-files 1 LF}. A sender asks so on a
 * connection of its own, which to any other receiver is a conversation without a file.
 *
 * <p><b>The second form</b>, on a connection to a receiver that has offered it:
 *
 * <pre>
 * &gt; /files 1 LF                          no plain name has a slash
 * &lt; OK 1 LF
 *
 * &gt; PUT SIZE MODIFIED MODE PATH LF       for each file: seconds since 1970, three octal digits,
 *                                         a path whose parts are joined by "/"
 * &lt; OK OFFSET LF                         so many bytes of it are here already; if any are:
 * &lt; DIGEST LF                            their SHA-256, 64 hexadecimal digits
 * &gt; FROM OFFSET LF                       that offset if they are the same bytes, else 0
 * &gt; SIZE - OFFSET bytes
 * &gt; DIGEST LF                            of the whole file
 * &lt; OK LF
 *
 * &lt; HAVE LF  DIGEST LF                    or, instead of the first OK: a file of that size is there
 *                                         under that name. The next PUT follows, or the end
 * </pre>
 *
 * Lines may end in CR LF too.
 */
@NullMarked
package io.jackfield.protocol.files;

import org.jspecify.annotations.NullMarked;
