package io.jackfield.reactor;

/** Of streams that no port accepted and nobody connected. */
record AdoptingHost(Reactor reactor, StreamOptions options) implements StreamHost {
  @Override
  public void opened(StreamTransport stream) {
    reactor.connections().opened(stream);
  }

  @Override
  public void lost(StreamTransport stream) {
    reactor.factories().lost(stream);
    reactor.connections().lost(stream);
  }
}
