/**
 * Doubles for tests of network programs: a simulated network in virtual time, clocks, transports.
 */
module io.jackfield.testkit {
  requires static transitive org.jspecify;
  requires transitive io.jackfield.reactor;

  exports io.jackfield.testkit;
}
