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
 * @param mergesError whether its standard error goes where its standard output goes
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
    boolean mergesError,
    boolean ownGroup,
    Duration stopTimeout,
    StreamOptions streams) {
  /** Here, in this environment, by pipes, in this group; 5 s. */
  public static final ProcessOptions DEFAULTS =
      new ProcessOptions(
          Optional.empty(),
          Map.of(),
          false,
          false,
          false,
          Duration.ofSeconds(5),
          StreamOptions.DEFAULTS);

  /** Checks them. */
  public ProcessOptions {
    if (stopTimeout.isNegative()) {
      throw new IllegalArgumentException("a negative time-out");
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
    private boolean mergesError;
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

    public Builder mergesError(boolean on) {
      mergesError = on;
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
     * @throws IllegalArgumentException if the time-out is negative
     */
    public ProcessOptions build() {
      return new ProcessOptions(
          folder, environment, terminal, mergesError, ownGroup, stopTimeout, streams);
    }
  }
}
