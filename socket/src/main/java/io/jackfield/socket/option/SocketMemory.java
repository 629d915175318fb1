package io.jackfield.socket.option;

/**
 * What a socket's queues hold and may hold, in bytes unless said otherwise. Source: {@code
 * linux/sock_diag.h}, {@code SK_MEMINFO_*}.
 *
 * @param receiveQueued in the receive queue, with the kernel's own needs
 * @param receiveLimit the size of the receive buffer
 * @param sendQueued handed to the network and not yet freed
 * @param sendLimit the size of the send buffer
 * @param reserved taken from the protocol's memory ahead of need
 * @param sendQueue in the send queue
 * @param options for options and filters
 * @param backlog arrived while the socket was in use
 * @param drops datagrams thrown away, a count
 */
public record SocketMemory(
    int receiveQueued,
    int receiveLimit,
    int sendQueued,
    int sendLimit,
    int reserved,
    int sendQueue,
    int options,
    int backlog,
    int drops) {}
