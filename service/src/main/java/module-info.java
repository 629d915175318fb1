/** The ready services and their clients. */
@SuppressWarnings({
  "requires-automatic", // tomlj has no module descriptor.
  "module" // The command is compiled later.
})
module io.jackfield.service {
  requires static transitive org.jspecify;
  requires transitive io.jackfield.server;
  requires org.tomlj;

  exports io.jackfield.service;
  exports io.jackfield.service.client;
  exports io.jackfield.service.files;
  exports io.jackfield.service.menu;
  exports io.jackfield.service.folder;
  exports io.jackfield.service.gopher;
  exports io.jackfield.service.gopher.client;
  exports io.jackfield.service.ping;
  exports io.jackfield.service.room;
  exports io.jackfield.service.toml to
      io.jackfield.cli;
}
