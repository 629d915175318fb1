package io.jackfield.reactor.endpoint;

import io.jackfield.reactor.Descriptors.Opening;
import io.jackfield.reactor.ProcessOptions;
import io.jackfield.reactor.ProcessOptions.StandardError;
import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.StreamOptions;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How the endpoints are opened that are no sockets: standard streams, files, commands. */
final class LocalStreams {
  /** {@code unsigned short} in {@code struct winsize}. */
  private static final int MAX_TERMINAL_SIZE = 65_535;

  private LocalStreams() {}

  static Opening opening(
      Reactor reactor, Endpoint endpoint, OptionReader given, StreamOptions options) {
    return switch (endpoint) {
      case Endpoint.Stdio _ -> {
        given.end();
        yield protocol -> reactor.descriptors().shared(0, 1, protocol, options);
      }
      case Endpoint.File file -> file(reactor, file.path(), given, options);
      case Endpoint.Exec exec -> command(reactor, exec.command(), exec(given, options));
      case Endpoint.Pty pty -> command(reactor, pty.command(), terminal(given, options));
      default -> throw new IllegalArgumentException(endpoint.scheme());
    };
  }

  private static Opening file(
      Reactor reactor, String path, OptionReader given, StreamOptions options) {
    boolean write = given.flag("write");
    boolean append = given.flag("append");
    boolean read = given.flag("read") || (!write && !append);
    given.end();
    if (write && append) {
      throw given.wrong("append", "append or write: both would empty it and keep it");
    }
    List<OpenOption> how = new ArrayList<>();
    if (read) {
      how.add(StandardOpenOption.READ);
    }
    if (write || append) {
      how.add(write ? StandardOpenOption.WRITE : StandardOpenOption.APPEND);
    }
    if (append || (write && !read)) {
      how.add(StandardOpenOption.CREATE);
    }
    return protocol ->
        reactor.descriptors().open(path(path), protocol, options, how.toArray(OpenOption[]::new));
  }

  private static Path path(String text) throws FileSystemException {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new FileSystemException(text, null, "this system cannot write the path");
    }
  }

  private static ProcessOptions exec(OptionReader given, StreamOptions options) {
    boolean merges = given.flag("stderr");
    given.end();
    return ProcessOptions.builder()
        .error(merges ? StandardError.MERGED : StandardError.INHERITED)
        .ownGroup(true)
        .streams(options)
        .build();
  }

  private static ProcessOptions terminal(OptionReader given, StreamOptions options) {
    int rows = size(given.number("rows", 1, MAX_TERMINAL_SIZE));
    int columns = size(given.number("columns", 1, MAX_TERMINAL_SIZE));
    String name = given.text("term");
    given.end();
    var builder = ProcessOptions.builder().terminal(rows, columns).streams(options);
    if (name != null) {
      builder.variable("TERM", name);
    }
    return builder.build();
  }

  private static int size(@Nullable Integer given) {
    return Objects.requireNonNullElse(given, 0);
  }

  /** As a shell reads it. */
  private static Opening command(Reactor reactor, String command, ProcessOptions options) {
    return protocol ->
        reactor.processes().connect(protocol, List.of("/bin/sh", "-c", command), options);
  }
}
