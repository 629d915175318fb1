package io.jackfield.service.ping;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A message of ICMP or ICMPv6, as far as echo needs to know it. Source: RFC 792, RFC 4443. */
sealed interface IcmpMessage {

  /**
   * "Say this back."
   *
   * @param identifier who asks, 0 to 65,535
   * @param sequence which of the questions, 0 to 65,535
   * @param data from position to limit
   */
  record EchoRequest(int identifier, int sequence, ByteBuffer data) implements IcmpMessage {}

  /** The answer, all of it as in the request. */
  record EchoReply(int identifier, int sequence, ByteBuffer data) implements IcmpMessage {}

  /**
   * Why a packet did not arrive.
   *
   * @param version whose numbers {@code type} and {@code code} are
   * @param type one of the constants below
   * @param code which case of the type
   * @param info what stands behind the checksum: the MTU where a packet was too big, where in the
   *     packet the fault lies
   * @param quoted the echo request the packet was; null if it was something else, or is cut
   */
  record Problem(IcmpVersion version, int type, int code, int info, @Nullable EchoHeader quoted)
      implements IcmpMessage {
    static final int UNREACHABLE_V4 = 3;
    static final int TIME_EXCEEDED_V4 = 11;
    static final int PARAMETER_V4 = 12;
    static final int UNREACHABLE_V6 = 1;
    static final int TOO_BIG_V6 = 2;
    static final int TIME_EXCEEDED_V6 = 3;
    static final int PARAMETER_V6 = 4;

    /** In the words of ping(8): {@code Time to live exceeded}. */
    String text() {
      return ProblemTexts.of(this);
    }
  }

  /** The first eight bytes of an echo request, which is as much as a router must quote. */
  record EchoHeader(int identifier, int sequence) {}

  /** One of another type. */
  record Other(int type, int code) implements IcmpMessage {}

  /** None at all: too short, or its checksum is wrong. */
  record Malformed(String why) implements IcmpMessage {}
}
