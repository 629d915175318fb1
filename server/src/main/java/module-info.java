/** Servers: the handler is written once, the engine that runs it is an argument. */
module io.jackfield.server {
  requires static transitive org.jspecify;
  requires transitive io.jackfield.protocol;
  requires transitive io.jackfield.reactor;
  requires transitive io.jackfield.socket;
  requires java.management;

  exports io.jackfield.server;
}
