package io.jackfield.cli;

import io.jackfield.service.ping.PingPlan;
import io.jackfield.service.ping.PingStatistics;
import io.jackfield.service.ping.Pinger;
import io.jackfield.socket.PermissionDeniedException;
import io.jackfield.socket.UnsupportedSocketException;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jackfield ping HOST}. */
@Command(
    name = "ping",
    addMethodSubcommands = false,
    description = "Asks a host to answer (ICMP echo) and shows how long that takes.",
    mixinStandardHelpOptions = true,
    versionProvider = RootCommand.Version.class,
    footer = {
      "",
      "A TIME is in seconds, as in 1 or 0.2, or 300ms. Ctrl-C shows the statistics.",
      "Exit code 0 if any answer came, 1 if none, 2 for wrong usage, 4 if this user",
      "may not ping.",
      "",
      "Examples:",
      "  jackfield ping 127.0.0.1",
      "  jackfield ping -c 3 -i 0.2 example.org",
      "  jackfield ping -6 -q -c 10 localhost",
      "  jackfield ping -c 1 -t 2 192.0.2.1     who is the second router?"
    })
final class PingCommand implements Callable<Integer> {
  /** What ping(8) lets everybody have. */
  private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(2);

  private static final int MAX_HOPS = 255;

  @Parameters(paramLabel = "HOST", description = "A name, or an address of IPv4 or IPv6.")
  private String host;

  @Option(
      names = {"-c", "--count"},
      paramLabel = "COUNT",
      description = "Send so many requests (default: until Ctrl-C).")
  private @Nullable Long count;

  @Option(
      names = {"-i", "--interval"},
      paramLabel = "TIME",
      defaultValue = "1",
      converter = TimeSpan.class,
      description = "From one request to the next (default: ${DEFAULT-VALUE}).")
  private Duration interval;

  @Option(
      names = {"-s", "--size"},
      paramLabel = "BYTES",
      defaultValue = "" + PingPlan.DEFAULT_DATA_BYTES,
      description = "How much data a request has (default: ${DEFAULT-VALUE}).")
  private int dataBytes;

  @Option(
      names = {"-W", "--wait"},
      paramLabel = "TIME",
      converter = TimeSpan.class,
      description =
          "Wait so long for answers after the last request (default: 10, less once any came).")
  private @Nullable Duration wait;

  @Option(
      names = {"-t", "--ttl"},
      paramLabel = "TTL",
      description = "How many hops a request may take, 1 to 255 (the first router is one).")
  private @Nullable Integer hopLimit;

  @Option(
      names = {"-q", "--quiet"},
      description = "Show the first line and the statistics only.")
  private boolean quiet;

  @Mixin private AddressFamily family;

  @Override
  public Integer call() throws Exception {
    check();
    InetAddress target = family.resolve(host);
    var plan =
        new PingPlan(
            target, count == null ? PingPlan.ENDLESS : count, interval, dataBytes, hopLimit, wait);
    var shown = new PingOutput(target, System.out, System.err, quiet);
    try (Pinger pinger = open(plan, shown)) {
      StopSignals signals = StopSignals.caught();
      Thread.ofVirtual().name("ping-stop").start(() -> stopWhenSignalled(signals, pinger));
      shown.print(PingLines.first(host, target, dataBytes) + "\n");
      PingStatistics all = run(pinger, target);
      shown.print(PingLines.last(host, all));
      return all.received() > 0 ? Exit.DONE : Exit.FAILED;
    } catch (PingOutput.Closed e) {
      return Exit.FAILED;
    }
  }

  private void check() {
    require(count == null || count >= 1, "-c takes 1 or more");
    require(interval.compareTo(SHORTEST_INTERVAL) >= 0, "-i takes 0.002 or more seconds");
    require(
        dataBytes >= 0 && dataBytes <= PingPlan.MAX_DATA_BYTES,
        "-s takes 0 to " + PingPlan.MAX_DATA_BYTES + " bytes");
    require(
        hopLimit == null || (hopLimit >= 1 && hopLimit <= MAX_HOPS), "-t takes 1 to " + MAX_HOPS);
  }

  private static void require(boolean good, String otherwise) {
    if (!good) {
      throw new CommandException(Exit.USAGE, otherwise);
    }
  }

  private static Pinger open(PingPlan plan, PingOutput shown) throws IOException {
    try {
      return Pinger.open(plan, shown);
    } catch (PermissionDeniedException e) {
      throw new CommandException(Exit.LACKING, PingRights.sentence());
    } catch (UnsupportedSocketException e) {
      throw new CommandException(Exit.LACKING, "this kernel has no such socket: " + e.getMessage());
    }
  }

  private static PingStatistics run(Pinger pinger, InetAddress target) throws IOException {
    try {
      return pinger.run();
    } catch (IOException e) {
      throw new CommandException(Exit.FAILED, PingLines.notSent(target, e));
    }
  }

  private static void stopWhenSignalled(StopSignals signals, Pinger pinger) {
    try {
      signals.awaitFirst();
      pinger.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // The socket could not be closed; the run ends all the same.
    }
  }
}
