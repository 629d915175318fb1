package io.jackfield.server.worker;

import java.lang.management.ManagementFactory;
import java.lang.module.ResolvedModule;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The command line of another JVM that has the classes and options of this one. */
public final class JvmCommand {
  /**
   * Options that two JVMs cannot have at once: what listens at one port or writes one file, and
   * what is said below in another way.
   */
  private static final List<String> NOT_TWICE =
      List.of(
          "-agentlib:jdwp",
          "-Xrunjdwp",
          "-Dcom.sun.management.jmxremote",
          "-XX:AOTCacheOutput",
          "-XX:AOTConfiguration",
          "-XX:AOTMode",
          "-XX:ArchiveClassesAtExit",
          "-XX:StartFlightRecording",
          "-Xloggc",
          "-Xrs", // A worker is to be deaf to Ctrl-C.
          "-Djava.class.path=",
          "--module-path",
          "-Djdk.module.");

  /**
   * How the variables of Jackfield's own programs begin, by which they are told what concerns
   * themselves: in whose place they serve, what opens their key.
   */
  private static final String OUR_OWN = "JACKFIELD_";

  /** What the environment says to this JVM, or of its descriptors, alone: sd_listen_fds(3). */
  private static final Set<String> NOT_THEIRS =
      Set.of(
          "JDK_JAVA_OPTIONS", // Its options are among those that this JVM has.
          "LISTEN_PID",
          "LISTEN_FDS",
          "LISTEN_FDNAMES",
          "NOTIFY_SOCKET",
          "WATCHDOG_PID",
          "WATCHDOG_USEC");

  private static final Set<String> NO_FILES = Set.of("", "stdout", "stderr");

  private JvmCommand() {}

  /** {@code -Xlog:WHAT:WHERE:…}, where no place is standard output. */
  private static boolean logsToFile(String option) {
    String[] parts = option.split(":", -1);
    return parts[0].equals("-Xlog") && parts.length > 2 && !NO_FILES.contains(parts[2]);
  }

  /**
   * Whether a module comes with another. One that is added would be wanted of a start-up cache too.
   */
  private static boolean reaches(Module from, Module to) {
    Set<String> seen = new HashSet<>();
    Deque<ResolvedModule> left = new ArrayDeque<>();
    ModuleLayer.boot().configuration().findModule(from.getName()).ifPresent(left::add);
    for (ResolvedModule next; (next = left.poll()) != null; ) {
      if (next.name().equals(to.getName())) {
        return true;
      }
      next.reads().stream().filter(read -> seen.add(read.name())).forEach(left::add);
    }
    return false;
  }

  /**
   * A process that is about to be started; what it says goes where this one's words go.
   *
   * @param main whose {@code main} it runs
   * @param needed a class that it must find
   * @param more options for the JVM, after those of this one
   */
  public static ProcessBuilder of(
      Class<?> main, Class<?> needed, List<String> more, String argument) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String each : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (NOT_TWICE.stream().noneMatch(each::startsWith) && !logsToFile(each)) {
        command.add(each);
      }
    }
    more.stream().filter(each -> !command.contains(each)).forEach(command::add);
    String classes = System.getProperty("java.class.path", "");
    if (!classes.isEmpty()) {
      command.addAll(List.of("-cp", classes));
    }
    Module module = main.getModule();
    if (module.isNamed()) {
      String modules = System.getProperty("jdk.module.path", "");
      if (!modules.isEmpty()) {
        command.addAll(List.of("--module-path", modules));
      }
      if (needed.getModule().isNamed() && !reaches(module, needed.getModule())) {
        command.addAll(List.of("--add-modules", needed.getModule().getName()));
      }
      command.addAll(List.of("-m", module.getName() + "/" + main.getName()));
    } else {
      command.add(main.getName());
    }
    command.add(argument);
    var builder = new ProcessBuilder(command).inheritIO();
    builder.redirectInput(Path.of("/dev/null").toFile());
    leaveTheirs(builder.environment());
    return builder;
  }

  /** Takes out what is said to this process alone. */
  static void leaveTheirs(Map<String, String> environment) {
    environment.keySet().removeIf(name -> NOT_THEIRS.contains(name) || name.startsWith(OUR_OWN));
  }
}
