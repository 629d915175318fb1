package io.jackfield.service.echo;

import io.jackfield.server.DatagramRequestHandler;
import java.io.IOException;

/** Sends each datagram back. Source: RFC 862. */
public final class UdpEcho extends DatagramRequestHandler {
  @Override
  protected void handle() throws IOException {
    out().write(data());
  }
}
