package io.jackfield.reactor;

import io.jackfield.reactor.driver.Handle;

/** What a stream belongs to: the port that accepted it, or the attempt that connected it. */
interface StreamHost {
  Reactor reactor();

  StreamOptions options();

  /** The stream begins. */
  void opened(StreamTransport stream);

  /** The stream is no more. */
  void lost(StreamTransport stream);

  /** Gives a connection just accepted its protocol; false if nobody wants it. */
  default boolean build(ProtocolFactory factory, Handle connection) {
    Protocol protocol = null;
    try {
      protocol = factory.buildProtocol(reactor().driver().remoteAddress(connection));
    } catch (Throwable t) {
      reactor().failed(t, "buildProtocol");
    }
    if (protocol == null) {
      return false;
    }
    StreamTransport.of(this, connection, protocol).begin();
    return true;
  }

  /** Takes over a handle whose stream is over for us, until its peer has ended too. */
  default void linger(Handle handle) {
    reactor().connections().linger(handle, options().lingerTimeout());
  }

  /** Something of the user's threw. */
  default void failed(Throwable failure, String where) {
    reactor().failed(failure, where);
  }
}
