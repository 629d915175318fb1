package io.jackfield.service.ping;

import io.jackfield.service.ping.IcmpMessage.Problem;

/**
 * Problems in the words of ping(8), which scripts look for. Source: RFC 792, RFC 1122 section
 * 3.2.2.1, RFC 1812 section 5.2.7.1, RFC 4443.
 */
final class ProblemTexts {
  static final int FRAGMENTATION_NEEDED = 4;

  private ProblemTexts() {}

  static String of(Problem problem) {
    return switch (problem.version()) {
      case V4 -> ofV4(problem);
      case V6 -> ofV6(problem);
    };
  }

  private static String ofV4(Problem problem) {
    return switch (problem.type()) {
      case Problem.UNREACHABLE_V4 -> unreachableV4(problem);
      case Problem.TIME_EXCEEDED_V4 ->
          switch (problem.code()) {
            case 0 -> "Time to live exceeded";
            case 1 -> "Frag reassembly time exceeded";
            default -> "Time exceeded, Bad Code: " + problem.code();
          };
      case Problem.PARAMETER_V4 -> "Parameter problem: pointer = " + problem.info();
      default -> unknown(problem);
    };
  }

  private static String unreachableV4(Problem problem) {
    return switch (problem.code()) {
      case 0 -> "Destination Net Unreachable";
      case 1 -> "Destination Host Unreachable";
      case 2 -> "Destination Protocol Unreachable";
      case 3 -> "Destination Port Unreachable";
      case FRAGMENTATION_NEEDED -> "Frag needed and DF set (mtu = " + problem.info() + ")";
      case 5 -> "Source Route Failed";
      case 6 -> "Destination Net Unknown";
      case 7 -> "Destination Host Unknown";
      case 8 -> "Source Host Isolated";
      case 9 -> "Destination Net Prohibited";
      case 10 -> "Destination Host Prohibited";
      case 11 -> "Destination Net Unreachable for Type of Service";
      case 12 -> "Destination Host Unreachable for Type of Service";
      case 13 -> "Packet filtered";
      case 14 -> "Precedence Violation";
      case 15 -> "Precedence Cutoff";
      default -> "Dest Unreachable, Bad Code: " + problem.code();
    };
  }

  private static String ofV6(Problem problem) {
    return switch (problem.type()) {
      case Problem.UNREACHABLE_V6 ->
          "Destination unreachable: "
              + switch (problem.code()) {
                case 0 -> "No route";
                case 1 -> "Administratively prohibited";
                case 2 -> "Beyond scope of source address";
                case 3 -> "Address unreachable";
                case 4 -> "Port unreachable";
                case 5 -> "Source address failed ingress/egress policy";
                case 6 -> "Reject route to destination";
                default -> "Unknown code " + problem.code();
              };
      case Problem.TOO_BIG_V6 -> "Packet too big: mtu=" + Integer.toUnsignedString(problem.info());
      case Problem.TIME_EXCEEDED_V6 ->
          "Time exceeded: "
              + switch (problem.code()) {
                case 0 -> "Hop limit";
                case 1 -> "Defragmentation failure";
                default -> "code " + problem.code();
              };
      case Problem.PARAMETER_V6 ->
          "Parameter problem: "
              + switch (problem.code()) {
                case 0 -> "Wrong header field";
                case 1 -> "Unknown header";
                case 2 -> "Unknown option";
                default -> "code " + problem.code();
              }
              + " at "
              + Integer.toUnsignedString(problem.info());
      default -> unknown(problem);
    };
  }

  private static String unknown(Problem problem) {
    return "ICMP type " + problem.type() + ", code " + problem.code();
  }
}
