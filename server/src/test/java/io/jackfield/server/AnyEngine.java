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

  static Stream<AnyEngine> concurrent() {
    return all().filter(AnyEngine::isConcurrent);
  }

  private static Stream<AnyEngine> here() {
    return Arrays.stream(Engines.values()).map(AnyEngine::of);
  }

  static AnyEngine of(Engines one) {
    return new AnyEngine(one.name(), one.engine(), one.isConcurrent(), true);
  }

  static AnyEngine processes() {
    return new AnyEngine("PROCESSES", Engine.processes(workers(1).build()), true, false);
  }

  static WorkerOptions.Builder workers(int count) {
    return WorkerOptions.builder().workers(count).jvmOptions(QUICK);
  }

  /** How often a server is started where that is to be often: processes take a while to start. */
  int often() {
    return isHere ? 20 : 4;
  }

  @Override
  public String toString() {
    return name;
  }
}
