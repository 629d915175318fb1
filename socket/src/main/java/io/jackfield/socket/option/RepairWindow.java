package io.jackfield.socket.option;

/**
 * The windows of a connection under repair: {@code struct tcp_repair_window}. Sequence numbers and
 * sizes in bytes, unsigned. Source: {@code linux/tcp.h}.
 *
 * @param sendUpdateSequence of the segment that last set the send window
 * @param sendWindow what the peer takes
 * @param maxWindow the largest the peer ever offered
 * @param receiveWindow what is offered to the peer
 * @param receiveUpdateSequence up to where the peer was last told
 */
public record RepairWindow(
    int sendUpdateSequence,
    int sendWindow,
    int maxWindow,
    int receiveWindow,
    int receiveUpdateSequence) {}
