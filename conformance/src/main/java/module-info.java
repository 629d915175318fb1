/** Tests of the whole: contract suites, architecture, and the real command end to end. */
module io.jackfield.conformance {
  requires io.jackfield.cli;
  requires io.jackfield.reactor;
  requires io.jackfield.server;
  requires io.jackfield.service;
  requires io.jackfield.socket;
  requires io.jackfield.testkit;
  requires java.logging;
  requires java.management;
  requires jdk.jfr;
  requires static org.jspecify;
}
