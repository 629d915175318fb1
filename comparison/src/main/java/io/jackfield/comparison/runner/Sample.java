package io.jackfield.comparison.runner;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was measured of one server in one round: numbers by name, the unit in the name.
 *
 * @param values in the order they were told
 */
record Sample(Map<String, Double> values) {
  /** One side that worked at least so much of the time was what limited the round. */
  private static final double BUSY = 0.94;

  Sample {
    values = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /**
   * Reads what a load generator printed: {@code name=value}, with a blank between.
   *
   * @throws IllegalArgumentException if it is something else
   */
  static Sample parse(String line) {
    var values = new LinkedHashMap<String, Double>();
    for (String field : line.strip().split(" +", -1)) {
      int equals = field.indexOf('=');
      try {
        values.put(field.substring(0, equals), Double.valueOf(field.substring(equals + 1)));
      } catch (StringIndexOutOfBoundsException | NumberFormatException e) {
        throw new IllegalArgumentException("not name=value: '" + field + "' in '" + line + "'", e);
      }
    }
    return new Sample(values);
  }

  /**
   * A number by its name.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  double value(String name) {
    Double value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("there is no " + name + " among " + values.keySet());
    }
    return value;
  }

  /** Of the server, user and kernel mode, for each thing done. */
  double cpuMicrosEach() {
    return value("server_cpu_ms") * 1_000 / value("count");
  }

  /** Whether throughput and latency say something: else both sides waited, for the machine. */
  boolean isBusy() {
    return value("server_busy") >= BUSY || value("load_busy") >= BUSY;
  }
}
