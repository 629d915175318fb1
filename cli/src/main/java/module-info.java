/** The command {@code jackfield}. */
@SuppressWarnings("requires-automatic") // tomlj has no descriptor
module io.jackfield.cli {
  requires static transitive org.jspecify;
  requires info.picocli;
  requires io.jackfield.service;
  requires jdk.jfr;
  requires org.tomlj;

  opens io.jackfield.cli to
      info.picocli;
}
