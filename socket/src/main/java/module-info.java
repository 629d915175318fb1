/** BSD sockets for Java: the kernel's own calls through the Foreign Function and Memory API. */
// The reactor is compiled after this module.
@SuppressWarnings("module")
module io.jackfield.socket {
  requires static transitive org.jspecify;
  requires jdk.jfr;
  // For sun.misc.Signal, reached by reflection in ProcessSignals alone.
  requires jdk.unsupported;

  exports io.jackfield.socket;
  exports io.jackfield.socket.address;
  exports io.jackfield.socket.netlink;
  exports io.jackfield.socket.option;

  // The bare system calls, for the drivers of the event loop.
  exports io.jackfield.socket.linux to
      io.jackfield.reactor;
}
