/** Codecs without input and output: bytes in, events out; no socket, no clock, no thread. */
module io.jackfield.protocol {
  requires static transitive org.jspecify;

  exports io.jackfield.protocol.files;
  exports io.jackfield.protocol.gopher;
  exports io.jackfield.protocol.proxy;
}
