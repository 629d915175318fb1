package io.jackfield.comparison.runner;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a load generator does to a server. */
@FunctionalInterface
interface Load {
  /**
   * Its command, for a time.
   *
   * @param verify whether to look at what comes back, if there is the choice
   */
  List<String> command(CPrograms programs, ServerProcess server, double seconds, boolean verify);

  /**
   * Messages that come back, each answered by the next.
   *
   * @param depth how many of a connection are under way
   * @param flags of loadgen besides
   */
  static Load messages(int connections, int bytes, int depth, String... flags) {
    return (programs, server, seconds, verify) -> {
      var command =
          new ArrayList<>(
              List.of(
                  programs.program("loadgen"),
                  "-p",
                  Integer.toString(server.port()),
                  "-c",
                  Integer.toString(connections),
                  "-m",
                  Integer.toString(bytes),
                  "-d",
                  Integer.toString(depth),
                  "-w",
                  "0.2",
                  "-t",
                  Double.toString(seconds),
                  "-P",
                  Long.toString(server.pid())));
      command.addAll(Arrays.asList(flags));
      if (verify) {
        command.add("-V");
      }
      return command;
    };
  }

  /** Connections that carry a byte there and back, so many at a time. */
  static Load connections(int concurrent) {
    return (programs, server, seconds, _) ->
        List.of(
            programs.program("conngen"),
            "rate",
            Integer.toString(server.port()),
            Integer.toString(concurrent),
            Double.toString(seconds),
            Long.toString(server.pid()));
  }

  /** Datagrams that come back; in trains of one address or each by itself. */
  static Load datagrams(boolean trains) {
    return (programs, server, seconds, _) -> {
      var command =
          new ArrayList<>(
              List.of(
                  programs.program("udpgen"),
                  "-p",
                  Integer.toString(server.port()),
                  "-t",
                  Double.toString(seconds),
                  "-P",
                  Long.toString(server.pid())));
      if (trains) {
        command.add("-g");
      }
      return command;
    };
  }
}
