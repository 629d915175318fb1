package io.jackfield.cli.doctor;

import io.jackfield.reactor.Blocking;
import io.jackfield.socket.Socket;
import io.jackfield.socket.StandardStream;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The system, the JVM, the user. */
final class MachineChecks {
  private static final int NEEDED_JDK = 25;

  /** Linux 4.18 (2018) is the first that has every option of ours but the newest. */
  private static final int OLDEST_MAJOR = 4;

  private static final int OLDEST_MINOR = 18;

  private static final Pattern KERNEL = Pattern.compile("(\\d{1,4})\\.(\\d{1,4}).*");
  private static final Pattern CACHE = Pattern.compile(".*/([^/]+\\.aot)$");

  private final KernelFiles kernel;

  MachineChecks(KernelFiles kernel) {
    this.kernel = kernel;
  }

  List<Finding> findings() {
    return List.of(
        system(),
        kernel(System.getProperty("os.version", "")),
        jdk(Runtime.version()),
        nativeAccess(),
        handlersOnLoops(),
        startUpCache(),
        user());
  }

  private static Finding system() {
    return Finding.tried(
            "system",
            "",
            () -> {
              // Any call will do: each begins by looking whether it can be made here.
              StandardStream.OUTPUT.isTerminal();
              return System.getProperty("os.name") + " on " + System.getProperty("os.arch");
            })
        .asNeeded();
  }

  static Finding kernel(String release) {
    Matcher version = KERNEL.matcher(release);
    if (!version.matches()) {
      return Finding.unknown("kernel", "'" + release + "' is not a version");
    }
    int major = Integer.parseInt(version.group(1));
    int minor = Integer.parseInt(version.group(2));
    boolean old = major < OLDEST_MAJOR || (major == OLDEST_MAJOR && minor < OLDEST_MINOR);
    return old
        ? Finding.no("kernel", release + ": options newer than it will be refused; 4.18 has most")
        : Finding.ok("kernel", release);
  }

  static Finding jdk(Runtime.Version version) {
    String detail = version + " (" + System.getProperty("java.vendor", "unknown vendor") + ")";
    return (version.feature() >= NEEDED_JDK
            ? Finding.ok("JDK", detail)
            : Finding.no("JDK", detail + ": " + NEEDED_JDK + " or later is needed"))
        .asNeeded();
  }

  private static Finding nativeAccess() {
    Module module = Socket.class.getModule();
    String name = module.isNamed() ? module.getName() : "ALL-UNNAMED";
    return (module.isNativeAccessEnabled()
            ? Finding.ok("native access", "for " + name)
            : Finding.no("native access", "start the JVM with --enable-native-access=" + name))
        .asNeeded();
  }

  /** Without it they run all the same, and take more of the machine. */
  private static Finding handlersOnLoops() {
    String name = "handlers on loops";
    return Blocking.lack()
        .map(lack -> Finding.no(name, "in ordinary virtual threads instead; " + lack))
        .orElseGet(() -> Finding.ok(name, "a loop can run virtual threads itself"));
  }

  /** The JVM maps a cache that it uses. */
  Finding startUpCache() {
    String name = "start-up cache";
    List<String> maps = kernel.lines("self/maps");
    if (maps.isEmpty()) {
      return Finding.unknown(name, "what this process has mapped may not be read");
    }
    for (String line : maps) {
      Matcher found = CACHE.matcher(line);
      if (found.matches()) {
        return Finding.ok(name, "in use: " + found.group(1));
      }
    }
    return Finding.no(
        name, "not in use: starts take longer; JACKFIELD_JAVA_OPTS=-Xlog:aot tells why");
  }

  Finding user() {
    @Nullable String ids = kernel.status("Uid");
    String name = System.getProperty("user.name", "?");
    String id = ids == null ? "" : " (uid " + ids.split("\\s+", 2)[0] + ")";
    String held =
        Arrays.stream(Capability.values())
            .filter(capability -> capability.isHeld(kernel))
            .map(Capability::name)
            .collect(Collectors.joining(", "));
    return Finding.ok(
        "user", name + id + ", " + (held.isEmpty() ? "no network capability" : "with " + held));
  }
}
