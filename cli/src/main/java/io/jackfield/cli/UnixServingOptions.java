package io.jackfield.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jackfield.reactor.SocketPath;
import io.jackfield.socket.address.AbstractUnixAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Where to serve in the Unix domain. */
final class UnixServingOptions {
  private static final int OCTAL = 8;

  /** {@code sun_path} less the NUL at its end: unix(7). */
  private static final int MAX_PATH_BYTES = 107;

  private List<String> streams = new ArrayList<>();
  private List<String> datagrams = new ArrayList<>();
  private @Nullable String mode;

  /** For a command that has these options. */
  CommandSpec spec() {
    return CommandSpec.create()
        .addOption(
            Options.list("--unix", "PATH", all -> streams = all)
                .description(
                    "Listen on a Unix socket at this path, or at an abstract name, @NAME; may be"
                        + " repeated."
                        + " What a killed server has left there makes way.")
                .build())
        .addOption(
            Options.list("--unix-dgram", "PATH", all -> datagrams = all)
                .description("Receive datagrams on one; may be repeated.")
                .build())
        .addOption(
            Options.of(String.class, "--unix-mode", "OCTAL", it -> mode = it)
                .description(
                    "The permissions of their files: 660, say (default: what the umask leaves).")
                .build());
  }

  List<String> streams() {
    return List.copyOf(streams);
  }

  List<String> datagrams() {
    return List.copyOf(datagrams);
  }

  /** A path, or an abstract name. */
  static SocketAddress address(String text) {
    try {
      if (text.startsWith("@")) {
        return AbstractUnixAddress.of(text.substring(1));
      }
      if (text.getBytes(UTF_8).length > MAX_PATH_BYTES) {
        throw new IllegalArgumentException("it is longer than " + MAX_PATH_BYTES + " bytes");
      }
      return UnixDomainSocketAddress.of(text);
    } catch (IllegalArgumentException e) {
      throw new CommandException(
          Exit.USAGE, "'" + text + "' cannot be a Unix socket's: " + e.getMessage());
    }
  }

  /** How a path is taken; of an abstract name there is nothing to say. */
  SocketPath path(String text) {
    if (address(text) instanceof AbstractUnixAddress) {
      return SocketPath.DEFAULTS;
    }
    SocketPath path = SocketPath.DEFAULTS.takesStale(true);
    return mode == null ? path : path.permissions(permissions(mode));
  }

  private static int permissions(String octal) {
    try {
      int bits = Integer.parseInt(octal, OCTAL);
      if (bits >= 0 && bits <= SocketPath.MAX_PERMISSIONS) {
        return bits;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new CommandException(
        Exit.USAGE, "--unix-mode '" + octal + "': permissions are 0 to 777, in octal");
  }

  /** Refuses what cannot be, before anything is opened. */
  void check() {
    if (mode != null) {
      int _ = permissions(mode);
    }
    for (String text : streams) {
      var _ = address(text);
    }
    for (String text : datagrams) {
      var _ = address(text);
    }
  }
}
