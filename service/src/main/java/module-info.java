/** The ready services and their clients. */
module io.jackfield.service {
  requires static transitive org.jspecify;
  requires transitive io.jackfield.server;

  exports io.jackfield.service;
  exports io.jackfield.service.client;
  exports io.jackfield.service.files;
  exports io.jackfield.service.ping;
}
