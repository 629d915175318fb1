package io.jackfield.reactor;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a child process is started.
 *
 * @param folder where it works; empty for this process's own
 * @param environment variables set besides those inherited; an empty value is one
 * @param terminal whether it gets a pseudo terminal instead of pipes, and a session of its own
 * @param terminalRows of that terminal as it begins, 0 to 65,535; 0 for unknown, as the kernel has
 *     it
 * @param terminalColumns likewise
 * @param error where its standard error goes; in a terminal all goes to the terminal
 * @param ownGroup whether it leads a session and a process group of its own, so that signals reach
 *     its children too, and Ctrl-C at this process's terminal reaches none of them; by setsid(1)
 * @param stopTimeout how long it may take after the {@code TERM} that it is sent when the reactor
 *     stops, before it is killed
 * @param streams marks and limits of what is written to it
 */
public record ProcessOptions(
    Optional<Path> folder,
    Map<String, String> environment,
    boolean terminal,
    int terminalRows,
    int terminalColumns,
    StandardError error,
    boolean ownGroup,
    Duration stopTimeout,
    StreamOptions streams) {
  /** Where the standard error of a process goes. */
  public enum StandardError {
    /** To {@link ProcessProtocol#errorReceived}. */
    PIPED,
    /** Where its standard output goes. */
    MERGED,
    /** To this process's own standard error. */
    INHERITED
  }

  /** {@code unsigned short} in {@code struct winsize}. */
  private static final int MAX_TERMINAL_SIZE = 65_535;

  /** Here, in this environment, by pipes, in this group; 5 s. */
  public static final ProcessOptions DEFAULTS =
      new ProcessOptions(
          Optional.empty(),
          Map.of(),
          false,
          0,
          0,
          StandardError.PIPED,
          false,
          Duration.ofSeconds(5),
          StreamOptions.DEFAULTS);

  /** Checks them. */
  public ProcessOptions {
    if (stopTimeout.isNegative()) {
      throw new IllegalArgumentException("a negative time-out");
    }
    if (Math.min(terminalRows, terminalColumns) < 0
        || Math.max(terminalRows, terminalColumns) > MAX_TERMINAL_SIZE) {
      throw new IllegalArgumentException(
          "a terminal of %d rows and %d columns".formatted(terminalRows, terminalColumns));
    }
    environment = Map.copyOf(environment);
  }

  /** The defaults, to be changed. */
  public static Builder builder() {
    return new Builder();
  }

  /** Options being put together. For one thread. */
  public static final class Builder {
    private Optional<Path> folder = DEFAULTS.folder;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private boolean terminal;
    private int terminalRows;
    private int terminalColumns;
    private StandardError error = DEFAULTS.error;
    private boolean ownGroup;
    private Duration stopTimeout = DEFAULTS.stopTimeout;
    private StreamOptions streams = DEFAULTS.streams;

    private Builder() {}

    public Builder folder(Path path) {
      folder = Optional.of(path);
      return this;
    }

    public Builder variable(String name, String value) {
      environment.put(name, value);
      return this;
    }

    public Builder terminal(boolean on) {
      terminal = on;
      return this;
    }

    /** A terminal that begins with this size; 0 for unknown. */
    public Builder terminal(int rows, int columns) {
      terminal = true;
      terminalRows = rows;
      terminalColumns = columns;
      return this;
    }

    public Builder error(StandardError goes) {
      error = goes;
      return this;
    }

    public Builder ownGroup(boolean on) {
      ownGroup = on;
      return this;
    }

    public Builder stopTimeout(Duration timeout) {
      stopTimeout = timeout;
      return this;
    }

    public Builder streams(StreamOptions options) {
      streams = options;
      return this;
    }

    /**
     * The options.
     *
     * @throws IllegalArgumentException if the time-out is negative, or no terminal has that size
     */
    public ProcessOptions build() {
      return new ProcessOptions(
          folder,
          environment,
          terminal,
          terminalRows,
          terminalColumns,
          error,
          ownGroup,
          stopTimeout,
          streams);
    }
  }
}
