package io.jackfield.socket.option;

/**
 * Which of a socket's buffers keep their size, whatever the kernel would like: {@code SO_BUF_LOCK}.
 * Setting a size locks it.
 */
public record BufferLock(boolean send, boolean receive) {}
