package io.jackfield.socket;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Socket#receiveFrom} took from the kernel; the bytes are in the caller's buffer.
 *
 * @param source who sent it; null if the sender has no address (an unbound Unix socket)
 * @param length its real length in bytes, 0 to 65,535 over IP, also where the buffer was smaller
 * @param truncated whether the buffer was too small; the rest is lost
 */
public record ReceivedDatagram(@Nullable SocketAddress source, int length, boolean truncated) {}
