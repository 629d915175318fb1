package io.jackfield.cli;

import io.jackfield.cli.pipe.Door;
import io.jackfield.server.AddressRange;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who may connect, and how many; {@code listen} and {@code relay} have these in common. */
final class DoorOptions {
  private static final int MOST_CONNECTIONS = 100_000;

  @Option(
      names = {"-k", "--keep-open"},
      description = "Take further connections, several at a time.")
  private boolean keepOpen;

  @Option(
      names = {"-m", "--max-conns"},
      paramLabel = "N",
      defaultValue = "100",
      description = "So many at a time, others wait (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Option(
      names = "--allow",
      paramLabel = "RANGE",
      split = ",",
      description = "Let in these alone: 10.0.0.0/8, 2001:db8::1; may be repeated.")
  private List<String> allowed = new ArrayList<>();

  @Option(
      names = "--deny",
      paramLabel = "RANGE",
      split = ",",
      description = "Do not let in these, but for those of --allow.")
  private List<String> denied = new ArrayList<>();

  boolean keepsOpen() {
    return keepOpen;
  }

  /** The first option that was given, null if none was. */
  @Nullable String given() {
    if (keepOpen) {
      return "--keep-open";
    }
    if (!allowed.isEmpty()) {
      return "--allow";
    }
    return denied.isEmpty() ? null : "--deny";
  }

  /** Refuses what cannot be, before anything is opened. */
  void check() {
    if (limit < 1 || limit > MOST_CONNECTIONS) {
      throw new CommandException(Exit.USAGE, "--max-conns takes 1 to " + MOST_CONNECTIONS);
    }
    var _ = ranges("--allow", allowed);
    var _ = ranges("--deny", denied);
  }

  private static Predicate<SocketAddress> ranges(String option, List<String> ranges) {
    try {
      return AddressRange.anyOf(ranges.toArray(String[]::new));
    } catch (IllegalArgumentException e) {
      throw new CommandException(Exit.USAGE, option + " " + e.getMessage());
    }
  }

  /** Of the port; {@code told} is told of those who are not let in. */
  Door door(Consumer<String> told) {
    Predicate<SocketAddress> allow = ranges("--allow", allowed);
    Predicate<SocketAddress> deny = ranges("--deny", denied);
    Predicate<@Nullable SocketAddress> lets =
        peer ->
            (allowed.isEmpty() && denied.isEmpty())
                || (peer != null && (allow.test(peer) || (allowed.isEmpty() && !deny.test(peer))));
    return new Door(keepOpen ? limit : 1, keepOpen, lets, told);
  }
}
