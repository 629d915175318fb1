/** The event-driven half: loops, transports, timers, endpoints, and TLS on top of any of them. */
module io.jackfield.reactor {
  requires static transitive org.jspecify;
  requires transitive io.jackfield.socket;

  exports io.jackfield.tls;
}
