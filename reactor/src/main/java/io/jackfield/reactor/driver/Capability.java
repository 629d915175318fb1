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
  /** Many datagrams for the price of a few: {@link Driver#sendMessages} takes several at once. */
  MESSAGE_BATCHES,
  /** Bytes moved inside the kernel, by way of a pipe: {@link Driver#splice}. */
  SPLICING,
  /** Files sent by the kernel: {@link Driver#sendFile}. */
  SENDING_FILES,
  /** Descriptors from elsewhere: passed sockets, pipes, terminals, timers. */
  DESCRIPTORS,
  /**
   * Loops on threads of their own may share ports: its addresses are this machine's, and a
   * connection just accepted, of which nothing was asked, may go on with another such driver.
   */
  LOOP_GROUPS
}
