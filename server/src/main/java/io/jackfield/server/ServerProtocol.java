package io.jackfield.server;

import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.Protocol;

/**
 * A protocol that tells its server how its client is to be waited for, as an {@link Exchange} does,
 * and how its conversation ended; of any other a server knows only whether bytes move, and what the
 * connection knows. Asked by the connection's loop, and no longer once it has put another protocol
 * in its place.
 */
public interface ServerProtocol extends Protocol {
  /**
   * Whether the client has begun a message and is to send the rest of it: {@link
   * Limits#messageTimeout} is how long it may take. Asked when something was received and before a
   * time is up.
   */
  default boolean isMidway() {
    return false;
  }

  /**
   * Whether the client is to say something before it is served: {@link Limits#firstByteTimeout} is
   * how long it may take. Asked like {@link #isMidway}.
   */
  default boolean awaitsFirstByte() {
    return true;
  }

  /**
   * How the conversation ended, for the server's hooks and counts: a client that leaves may be the
   * usual end of one that sends without end, and one that the protocol has thrown out is worth a
   * line. Asked when it has ended, after {@link #connectionLost}, unless the server ended it
   * itself.
   *
   * @param reason as the connection knows it
   * @return what is told: {@link LossReason.Lost} is a failure ({@link ServerHooks#handleError}),
   *     {@link LossReason.TimedOut} a client that took too long, the others are nothing to tell
   */
  default LossReason ended(LossReason reason) {
    return reason;
  }
}
