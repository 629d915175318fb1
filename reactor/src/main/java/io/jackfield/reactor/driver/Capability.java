package io.jackfield.reactor.driver;

/** What not every driver can do. What one cannot it refuses, never in silence. */
public enum Capability {
  /** Unix domain streams by path name. */
  UNIX_STREAMS,
  /** Unix sockets whose path names are files of this machine, there while they are bound. */
  SOCKET_FILES,
  /** Unix domain datagrams and sequenced packets. */
  UNIX_MESSAGES,
  /** Linux's abstract names for Unix sockets. */
  ABSTRACT_NAMES,
  /** Ancillary data: passed descriptors, credentials, packet info. */
  ANCILLARY_DATA,
  /** UDP groups joined by options. */
  MULTICAST,
  /** Descriptors from elsewhere: passed sockets, pipes, terminals, timers. */
  DESCRIPTORS
}
