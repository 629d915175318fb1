/** The event-driven half: loops, transports, timers, endpoints, and TLS on top of any of them. */
module io.jackfield.reactor {
  requires static transitive org.jspecify;
  requires transitive io.jackfield.socket;

  exports io.jackfield.reactor;
  exports io.jackfield.reactor.driver;
  exports io.jackfield.reactor.endpoint;
  exports io.jackfield.tls;
}
