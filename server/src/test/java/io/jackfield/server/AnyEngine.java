package io.jackfield.server;

import java.util.Arrays;
import java.util.stream.Stream;

/**
 * An engine, also one whose handlers run in other processes and so must be named by their class.
 *
 * @param isConcurrent whether a second request is answered while the first is
 * @param isHere whether handlers run in this process
 */
record AnyEngine(String name, Engine engine, boolean isConcurrent, boolean isHere) {
  /** What starts fast matters more to tests than what runs fast. */
  static final String[] QUICK = {"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m"};

  static Stream<AnyEngine> all() {
    return Stream.concat(here(), Stream.of(processes()));
  }

  private static Stream<AnyEngine> here() {
    return Arrays.stream(Engines.values())
        .map(one -> new AnyEngine(one.name(), one.engine(), one.isConcurrent(), true));
  }

  private static AnyEngine processes() {
    return new AnyEngine("PROCESSES", Engine.processes(workers(1).build()), true, false);
  }

  static WorkerOptions.Builder workers(int count) {
    return WorkerOptions.builder().workers(count).jvmOptions(QUICK);
  }

  @Override
  public String toString() {
    return name;
  }
}
