/** The command {@code jackfield}. */
module io.jackfield.cli {
  requires static transitive org.jspecify;
  requires info.picocli;
  requires io.jackfield.service;
  requires jdk.jfr;

  opens io.jackfield.cli to
      info.picocli;
}
