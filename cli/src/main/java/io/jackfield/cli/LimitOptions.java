package io.jackfield.cli;

import io.jackfield.server.AddressRange;
import io.jackfield.server.Limits;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgGroupSpec;

/** What clients may take of a service; what is not said is {@link Limits#DEFAULTS}. */
final class LimitOptions {
  private @Nullable Integer connections;
  private @Nullable Integer perAddress;
  private @Nullable Integer backlog;
  private @Nullable Duration firstByte;
  private @Nullable Duration idle;
  private @Nullable Duration message;
  private @Nullable Integer rate;
  private @Nullable Duration total;
  private @Nullable Long request;
  private List<String> proxies = new ArrayList<>();

  /** For a command that has these options. */
  ArgGroupSpec group() {
    return ArgGroupSpec.builder()
        .validate(false)
        .heading("%nWhat clients may take:%n")
        .addArg(
            Options.of(Integer.class, "--max-connections", "N", it -> connections = it)
                .description("How many may be open at once at an address (default: 16384).")
                .build())
        .addArg(
            Options.of(Integer.class, "--max-per-address", "N", it -> perAddress = it)
                .description("How many of them one client's address may have (default: 1024).")
                .build())
        .addArg(
            Options.of(Integer.class, "--backlog", "N", it -> backlog = it)
                .description("How many the kernel keeps waiting (default: as many as it will).")
                .build())
        .addArg(
            Options.of(Duration.class, "--first-byte-timeout", "TIME", it -> firstByte = it)
                .converters(new TimeSpan())
                .description(
                    "End a conversation in which the client says nothing at first (default: 600).")
                .build())
        .addArg(
            Options.of(Duration.class, "--idle-timeout", "TIME", it -> idle = it)
                .converters(new TimeSpan())
                .description("End a conversation after this silence (default: 600).")
                .build())
        .addArg(
            Options.of(Duration.class, "--message-timeout", "TIME", it -> message = it)
                .converters(new TimeSpan())
                .description(
                    "How long what a client has begun to say may take, and a second more for each"
                        + " --min-rate"
                        + " bytes of it (default: 60).")
                .build())
        .addArg(
            Options.of(Integer.class, "--min-rate", "BYTES", it -> rate = it)
                .description(
                    "How many bytes a second a client says and takes at least (default: 500).")
                .build())
        .addArg(
            Options.of(Duration.class, "--total-timeout", "TIME", it -> total = it)
                .converters(new TimeSpan())
                .description(
                    "How long a conversation may last in all (default: as long as it likes).")
                .build())
        .addArg(
            Options.of(Long.class, "--max-request", "BYTES", it -> request = it)
                .description(
                    "How much a client may send in a conversation in all (default: as much as it"
                        + " likes).")
                .build())
        .addArg(
            Options.list("--proxies", "RANGE", all -> proxies = all)
                .splitRegex(",")
                .description(
                    "Addresses of proxies, 10.0.0.0/8 say, that begin each connection with the"
                        + " PROXY protocol"
                        + " (HAProxy's send-proxy, or send-proxy-v2); of nobody else it is taken.")
                .build())
        .build();
  }

  /**
   * All of them.
   *
   * @throws CommandException if one is out of its range
   */
  Limits limits() {
    Limits.Builder limits = Limits.builder();
    if (connections != null) {
      limits.connections(atLeastOne("--max-connections", connections));
    }
    if (perAddress != null) {
      limits.connectionsPerAddress(atLeastOne("--max-per-address", perAddress));
    }
    if (backlog != null) {
      limits.backlog(atLeastOne("--backlog", backlog));
    }
    if (firstByte != null) {
      limits.firstByteTimeout(TimeSpan.positive("--first-byte-timeout", firstByte));
    }
    if (idle != null) {
      limits.idleTimeout(TimeSpan.positive("--idle-timeout", idle));
    }
    if (message != null) {
      limits.messageTimeout(TimeSpan.positive("--message-timeout", message));
    }
    if (rate != null) {
      limits.minimumRate(atLeastOne("--min-rate", rate));
    }
    if (total != null) {
      limits.totalTimeout(TimeSpan.positive("--total-timeout", total));
    }
    if (request != null) {
      limits.requestBytes(atLeastOne("--max-request", request));
    }
    return limits.build();
  }

  private static int atLeastOne(String option, int number) {
    return (int) atLeastOne(option, (long) number);
  }

  private static long atLeastOne(String option, long number) {
    if (number < 1) {
      throw new CommandException(Exit.USAGE, option + " takes 1 or more");
    }
    return number;
  }

  /**
   * Who is a proxy.
   *
   * @throws CommandException if one is no range of addresses
   */
  Predicate<SocketAddress> proxies() {
    try {
      return AddressRange.anyOf(proxies.toArray(String[]::new));
    } catch (IllegalArgumentException e) {
      throw new CommandException(Exit.USAGE, "--proxies " + e.getMessage());
    }
  }
}
