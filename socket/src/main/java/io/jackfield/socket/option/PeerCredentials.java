package io.jackfield.socket.option;

/**
 * Who was at the other end of a Unix socket when it was connected: {@code struct ucred}. Source:
 * unix(7).
 *
 * @param processId 0 where there is no peer, or it is in another process namespace
 * @param userId the effective one; -1 where there is no peer
 * @param groupId the effective one; -1 where there is no peer
 */
public record PeerCredentials(int processId, int userId, int groupId) {}
