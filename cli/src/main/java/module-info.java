/** The command {@code jackfield}. */
module io.jackfield.cli {
  requires static transitive org.jspecify;
  requires info.picocli;
  requires io.jackfield.service;

  opens io.jackfield.cli to
      info.picocli;
}
