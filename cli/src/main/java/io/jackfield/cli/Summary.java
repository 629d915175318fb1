package io.jackfield.cli;

import io.jackfield.server.ServerCounts;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What a process that served has done, in a sentence. */
final class Summary {
  private Summary() {}

  /**
   * Adds it up.
   *
   * @param loops how many event loops shared it; 1 also where there was none
   */
  static String of(List<Listening> listening, int loops) {
    ServerCounts all =
        listening.stream()
            .map(one -> one.server().counts())
            .reduce(ServerCounts.NOTHING, ServerCounts::plus);
    return "stopped after %d request%s".formatted(all.taken(), all.taken() == 1 ? "" : "s")
        + byLoop(listening, loops)
        + part(all.refused(), "refused")
        + part(all.failed(), "failed")
        + part(all.timedOut(), "silent for too long")
        + part(all.tooLong(), "not answered, too long for a datagram")
        + part(all.dropped(), "not answered, the network too slow")
        + part(all.cut(), "too long to be handled")
        + part(all.notTaken(), "could not be taken");
  }

  /** How they were spread: {@code (by loop: 7, 5)}; nothing where there is but one. */
  private static String byLoop(List<Listening> listening, int loops) {
    if (loops == 1) {
      return "";
    }
    long[] taken = new long[loops];
    for (Listening one : listening) {
      List<ServerCounts> counts = one.server().countsByLoop();
      for (int i = 0; i < counts.size(); i++) { // Of datagrams of the Unix domain one.
        taken[i] += counts.get(i).taken();
      }
    }
    return Arrays.stream(taken)
        .mapToObj(Long::toString)
        .collect(Collectors.joining(", ", " (by loop: ", ")"));
  }

  private static String part(long count, String what) {
    return count == 0 ? "" : ", " + count + " " + what;
  }
}
