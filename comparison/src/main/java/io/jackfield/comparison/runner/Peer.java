package io.jackfield.comparison.runner;

import java.util.ArrayList;
import java.util.List;

/**
 * A server to be measured.
 *
 * @param name as {@code --only} takes it
 * @param family whose it is: the fastest of Netty's is what all are compared with
 * @param command starts it; {@code {port}} stands for the port it is to listen on, {@code {target}}
 *     for the one it is to connect to
 * @param remark what the table says of it besides: flags and the like
 * @param transport how to know that it listens
 */
record Peer(String name, String family, List<String> command, String remark, Transport transport) {
  static final String PORT = "{port}";
  static final String TARGET = "{target}";
  private static final String CACHE = "{cache}";

  /** What it speaks. */
  enum Transport {
    TCP,
    UDP
  }

  Peer {
    command = List.copyOf(command);
  }

  boolean isJvm() {
    return command.getFirst().endsWith("/java");
  }

  /** The same with other flags for the JVM before its own. */
  Peer withJvmFlags(List<String> flags) {
    if (!isJvm()) {
      return this;
    }
    var longer = new ArrayList<>(command);
    longer.addAll(1, flags);
    return new Peer(name, family, longer, remark, transport);
  }

  /**
   * The same with a cache of classes and profiles (JEP 483, 514, 515), to be made by a training
   * run; and compiled later than usual, since on one processor the compilers take it from the
   * start.
   */
  Peer withStartUpCache() {
    Peer cached = withJvmFlags(List.of("-XX:AOTCache=" + CACHE, "-XX:CompileThresholdScaling=10"));
    String added = ", start-up cache, compiled later";
    return new Peer(name + "-cached", family, cached.command, remark + added, transport);
  }

  /** What the JVM is told of its start-up cache is to be found at {@code file}. */
  Peer withCacheAt(String file) {
    return replaced(CACHE, file);
  }

  /** The run that makes the cache at {@code file} when it ends. */
  Peer training(String file) {
    return replaced("-XX:AOTCache=" + CACHE, "-XX:AOTCacheOutput=" + file)
        .withJvmFlags(List.of("-Djackfield.training=true"));
  }

  boolean hasStartUpCache() {
    return command.stream().anyMatch(word -> word.contains(CACHE));
  }

  private Peer replaced(String what, String by) {
    List<String> words = command.stream().map(word -> word.replace(what, by)).toList();
    return new Peer(name, family, words, remark, transport);
  }

  List<String> command(int port, int target) {
    return command.stream()
        .map(word ->
            word.replace(PORT, Integer.toString(port)).replace(TARGET, Integer.toString(target)))
        .toList();
  }
}
